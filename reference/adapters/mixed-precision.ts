import { bismo } from '../../src/hardware/bismo';
import { bitFusion } from '../../src/hardware/bitfusion';
import { energy } from '../../src/hardware/energy';
import { roofline } from '../../src/hardware/roofline';
import { policySize } from '../../src/hardware/size';
import { allocateBits } from '../../src/search/allocate';
import { criticTarget, explorationNoise, nextBaseline, softUpdate } from '../../src/search/ddpg-rules';
import { actionToBits, decreaseToBudget, haqReward, haqStates, normalizeStates } from '../../src/search/haq';
import { hawqOmega, hutchinsonTrace } from '../../src/search/hessian';
import { paretoFront } from '../../src/search/pareto';
import { spaceSizeLog10 } from '../../src/search/space';
import { ParamReader, toNumbers } from '../read';
import { NotImplemented, type Outcome, type ReferenceCase } from '../result';

const number = (one: ReferenceCase, key: string): number => toNumbers([one.input[key]])[0]!;
const numbers = (one: ReferenceCase, key: string): number[] => toNumbers(one.input[key]);
const matrix = (one: ReferenceCase, key: string): number[][] => (one.input[key] as unknown[]).map(toNumbers);
const bitsOf = (one: ReferenceCase) => ({ weights: number(one, 'w_bits'), activations: number(one, 'a_bits') });

function read(one: ReferenceCase): ParamReader {
  return new ParamReader(one.technique, one.params);
}

function space(one: ReferenceCase): Outcome {
  read(one).finish();
  return { log10_size: spaceSizeLog10(number(one, 'layers'), number(one, 'choices_per_layer')) };
}

function sizeAndBitOps(one: ReferenceCase): Outcome {
  read(one).finish();
  const [macs, weightBits, activationBits] = [numbers(one, 'macs'), numbers(one, 'w_bits'), numbers(one, 'a_bits')];
  const size = policySize(
    numbers(one, 'weights').map((weights, i) => ({
      weights,
      macs: macs[i]!,
      weightBits: weightBits[i]!,
      activationBits: activationBits[i]!,
    })),
  );
  return {
    size_bytes: size.bytes,
    ratio_vs_fp32: size.ratio,
    bitops: size.bitOperations,
    avg_w_bits: size.averageWeightBits,
  };
}

function haqAction(one: ReferenceCase): Outcome {
  const params = read(one);
  const [least, most] = [params.number('b_min'), params.number('b_max')];
  params.finish();
  return { bits: numbers(one, 'a').map((a) => actionToBits(a, least, most)) };
}

const STATE_ORDER = JSON.stringify([
  ...['index', 'c_in', 'c_out', 'kernel', 'stride', 'feature_map_hw', 'n_params', 'is_depthwise'],
  ...['is_weight_action', 'prev_action'],
]);

function haqState(one: ReferenceCase): Outcome {
  const order = one.params['order'];
  read(one).ignore('order').finish();
  if (order !== undefined && JSON.stringify(order) !== STATE_ORDER) {
    throw new NotImplemented(`mp.haq_state with order ${JSON.stringify(order)}`);
  }
  const layers = (one.input['layers'] as Readonly<Record<string, number>>[]).map((l) => ({
    inputs: l['cin']!,
    outputs: l['cout']!,
    kernel: l['k']!,
    stride: l['stride']!,
    featureMap: l['fm']!,
    depthwise: l['dw'] === 1,
  }));
  const raw = haqStates(layers, number(one, 'is_weight_action'), number(one, 'prev_action'));
  return { raw, normalised: normalizeStates(raw) };
}

function reward(one: ReferenceCase): Outcome {
  const params = read(one);
  const lambda = params.number('lambda');
  params.finish();
  return { reward: haqReward(number(one, 'acc_quant_percent'), number(one, 'acc_origin_percent'), lambda) };
}

function decrease(one: ReferenceCase): Outcome {
  const params = read(one);
  const least = params.number('min_bits');
  params.word(
    'order',
    ['last-to-first, one bit each, repeated sweeps'] as const,
    'last-to-first, one bit each, repeated sweeps',
  );
  params.finish();
  const weights = numbers(one, 'weights_per_layer');
  const size = (bits: readonly number[]) => bits.reduce((sum, b, i) => sum + b * weights[i]!, 0);
  const { bits, cost, decrements } = decreaseToBudget(numbers(one, 'bits'), least, number(one, 'budget_bits'), size);
  return { bits, size_bits: cost, decrements };
}

function ddpg(one: ReferenceCase): Outcome {
  const params = read(one);
  const [gamma, momentum, tau] = [params.number('gamma'), params.number('baseline_momentum'), params.number('tau')];
  const [sigma0, decay, warmUp] = [
    params.number('sigma0'),
    params.number('sigma_decay'),
    params.number('warmup_episodes'),
  ];
  params.finish();
  const [rewards, next, done] = [numbers(one, 'reward'), numbers(one, 'q_next'), numbers(one, 'done')];
  const baseline = nextBaseline(number(one, 'baseline'), rewards, momentum);
  const target = Float64Array.from(numbers(one, 'theta_target'));
  softUpdate(target, Float64Array.from(numbers(one, 'theta')), tau);
  return {
    baseline_new: baseline,
    q_target: rewards.map((r, i) => criticTarget(r, baseline, next[i]!, done[i] === 1, gamma)),
    theta_target_new: [...target],
    sigma: explorationNoise(number(one, 'episode'), warmUp, sigma0, decay),
  };
}

function bitFusionCost(one: ReferenceCase): Outcome {
  const params = read(one);
  const constants = {
    fusionUnits: params.number('fusion_units'),
    frequency: params.number('freq_hz'),
    bandwidth: params.number('dram_bytes_per_s'),
  };
  params.finish();
  const work = {
    macs: number(one, 'macs'),
    weights: number(one, 'weights'),
    activationsIn: number(one, 'act_in'),
    activationsOut: number(one, 'act_out'),
  };
  const cost = bitFusion(work, bitsOf(one), constants);
  return {
    macs_per_cycle_per_unit: cost.macsPerCycle,
    compute_s: cost.compute,
    memory_s: cost.memory,
    latency_s: cost.latency,
    bound: cost.bound,
  };
}

function bismoCost(one: ReferenceCase): Outcome {
  const params = read(one);
  const constants = {
    rows: params.number('Dm'),
    depth: params.number('Dk'),
    columns: params.number('Dn'),
    frequency: params.number('freq_hz'),
  };
  params.finish();
  const product = { rows: number(one, 'M'), depth: number(one, 'K'), columns: number(one, 'N') };
  const cost = bismo(product, bitsOf(one), constants);
  return {
    cycles: cost.cycles,
    latency_s: cost.latency,
    binary_ops: cost.binaryOperations,
    peak_binary_ops_per_s: cost.peak,
  };
}

function rooflinePoint(one: ReferenceCase): Outcome {
  const params = read(one);
  const constants = { peak: params.number('peak_ops_per_s'), bandwidth: params.number('bytes_per_s') };
  params.finish();
  const point = roofline(number(one, 'ops'), number(one, 'bytes'), constants);
  return {
    operational_intensity: point.intensity,
    ridge_point: point.ridge,
    attainable_ops_per_s: point.attainable,
    time_s: point.time,
    bound: point.bound,
  };
}

function energyCost(one: ReferenceCase): Outcome {
  const params = read(one);
  const constants = {
    multiply8: params.number('e_mult8_pJ'),
    add32: params.number('e_add32_pJ'),
    dramPerBit: params.number('e_dram_pJ_per_bit'),
    sramPerBit: params.number('e_sram_pJ_per_bit'),
  };
  params.finish();
  const work = {
    macs: number(one, 'macs'),
    weights: number(one, 'weights'),
    activations: number(one, 'activations'),
  };
  const cost = energy(work, bitsOf(one), constants);
  return {
    e_mac_pJ: cost.perMac,
    compute_pJ: cost.compute,
    dram_pJ: cost.dram,
    sram_pJ: cost.sram,
    total_pJ: cost.total,
  };
}

function hutchinson(one: ReferenceCase): Outcome {
  read(one).finish();
  const hessian = matrix(one, 'H');
  const multiply = (v: readonly number[]) => hessian.map((row) => row.reduce((sum, h, i) => sum + h * v[i]!, 0));
  return {
    trace_estimate: hutchinsonTrace(matrix(one, 'v'), multiply),
    trace: hessian.reduce((sum, row, i) => sum + row[i]!, 0),
  };
}

function pareto(one: ReferenceCase): Outcome {
  read(one).finish();
  return { front_indices_sorted_by_cost: paretoFront(numbers(one, 'cost'), numbers(one, 'accuracy')) };
}

const BUDGET = /^sum bits_i\*n_i <= (\d+(?:\.\d+)?)\*sum n_i$/;

function hawqIlp(one: ReferenceCase): Outcome {
  const params = read(one);
  const widths = params.numbers('bit_choices');
  params.ignore('budget').finish();
  const average = Number(BUDGET.exec(String(one.params['budget']))?.[1]);
  if (Number.isNaN(average)) throw new NotImplemented(`mp.hawq_ilp with budget ${String(one.params['budget'])}`);
  const counts = numbers(one, 'n');
  const traces = numbers(one, 'avg_trace');
  const omega = matrix(one, 'sq_perturbation').map((row, i) => row.map((p) => hawqOmega(traces[i]!, p)));
  const costs = counts.map((n) => widths.map((b) => b * n));
  const budget = average * counts.reduce((sum, n) => sum + n, 0);
  const found = allocateBits(omega, costs, budget);
  if (found === null) throw new RangeError('No choice is inside the budget.');
  const uniform = widths.indexOf(4);
  return {
    omega,
    best_bits: found.choices.map((c) => widths[c]),
    best_objective: found.objective,
    size_bits: found.cost,
    uniform4_objective: omega.reduce((sum, row) => sum + (row[uniform] ?? Number.NaN), 0),
  };
}

export const mixedPrecisionAdapters = {
  'mp.space': space,
  'mp.size_bitops': sizeAndBitOps,
  'mp.haq_action': haqAction,
  'mp.haq_state': haqState,
  'mp.haq_reward': reward,
  'mp.haq_decrease': decrease,
  'mp.ddpg': ddpg,
  'mp.bitfusion': bitFusionCost,
  'mp.bismo': bismoCost,
  'mp.roofline': rooflinePoint,
  'mp.energy': energyCost,
  'mp.hutchinson': hutchinson,
  'mp.pareto': pareto,
  'mp.hawq_ilp': hawqIlp,
};
