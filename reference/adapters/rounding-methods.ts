import { Adam } from '../../src/rounding/adam';
import { adaRound } from '../../src/rounding/adaround';
import { betaAt } from '../../src/rounding/beta-schedule';
import { nearestUps, type RoundingChoices, roundingChoices, valuesWith } from '../../src/rounding/choices';
import { correctedBias, inputMeans, smoothQuantScales } from '../../src/rounding/correction';
import { gptq } from '../../src/rounding/gptq';
import { quboCost, roundingQubo } from '../../src/rounding/qubo';
import {
  inverseRectifiedSigmoid,
  polarization,
  rectifiedSigmoid,
  rectifiedSigmoidSlope,
} from '../../src/rounding/rectified-sigmoid';
import { type FollowingActivation, type Matrix, type OutputLoss, sampleLoss } from '../../src/rounding/output-loss';
import { SoftRounding } from '../../src/rounding/soft-rounding';
import { ParamReader, toNumbers } from '../read';
import type { Outcome, ReferenceCase } from '../result';
import { bruteforceRow } from './rounding-enumeration';

const read = (one: ReferenceCase): ParamReader => new ParamReader(one.technique, one.params);
const numbers = (one: ReferenceCase, key: string): number[] => toNumbers(one.input[key]);
const table = (one: ReferenceCase, key: string): number[][] => (one.input[key] as unknown[]).map(toNumbers);

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0]?.length ?? 0, data: Float64Array.from(rows.flat()) };
}

function rowsOf({ rows, columns, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, r) => Array.from(data.subarray(r * columns, (r + 1) * columns)));
}

const stretchOf = (params: ParamReader) => ({ zeta: params.number('zeta', 1.1), gamma: params.number('gamma', -0.1) });

/** One scale or one an output. */
function scalesOf(one: ReferenceCase, params: ParamReader): number[] {
  return Array.isArray(one.params['scale']) ? params.numbers('scale') : [params.number('scale')];
}

interface Grid {
  readonly scales: readonly number[];
  readonly qmin: number;
  readonly qmax: number;
}

function choicesOf(weights: Matrix, { scales, qmin, qmax }: Grid): RoundingChoices {
  const scaleOf = (i: number) => scales[scales.length === 1 ? 0 : Math.floor(i / weights.columns)]!;
  return roundingChoices(weights.data, { scaleOf, qmin, qmax });
}

function lossOn(
  weights: Matrix,
  inputs: Matrix,
  activation: FollowingActivation,
  quantizedInputs = inputs,
): OutputLoss {
  return sampleLoss({ weights, inputs, quantizedInputs, activation });
}

function gridOf(one: ReferenceCase, params: ParamReader): Grid {
  return { scales: scalesOf(one, params), qmin: params.number('qmin'), qmax: params.number('qmax') };
}

function soften(one: ReferenceCase): Outcome {
  const params = read(one);
  const stretch = stretchOf(params);
  params.finish();
  const v = numbers(one, 'V');
  return { h: v.map((x) => rectifiedSigmoid(x, stretch)), dh_dV: v.map((x) => rectifiedSigmoidSlope(x, stretch)) };
}

function initial(one: ReferenceCase): Outcome {
  const params = read(one);
  const stretch = stretchOf(params);
  const scale = params.number('scale');
  params.finish();
  const floor = numbers(one, 'w').map((w) => Math.floor(w / scale));
  const frac = numbers(one, 'w').map((w, i) => w / scale - floor[i]!);
  return { floor, frac, V: frac.map((f) => inverseRectifiedSigmoid(f, stretch)) };
}

function regularizer(one: ReferenceCase): Outcome {
  const params = read(one);
  const stretch = stretchOf(params);
  const beta = params.number('beta');
  params.finish();
  const terms = numbers(one, 'V').map((v) => polarization(v, beta, stretch));
  return { f_reg: terms.reduce((sum, { value }) => sum + value, 0), grad_V: terms.map(({ slope }) => slope) };
}

function betas(one: ReferenceCase): Outcome {
  const params = read(one);
  const schedule = {
    iterations: params.number('iters'),
    warmStart: params.number('warmStart'),
    start: params.number('betaStart'),
    end: params.number('betaEnd'),
    shape: params.word('schedule', ['cosine', 'linear'] as const),
  };
  params.finish();
  const at = numbers(one, 't').map((t) => betaAt(t, schedule));
  return { beta: at.map(({ beta }) => beta), reg_active: at.map(({ active }) => active) };
}

function soft(one: ReferenceCase): Outcome {
  const params = read(one);
  const [stretch, grid] = [stretchOf(params), gridOf(one, params)];
  params.finish();
  const weights = matrix(table(one, 'W'));
  const choices = choicesOf(weights, grid);
  const h = table(one, 'V')
    .flat()
    .map((v) => rectifiedSigmoid(v, stretch));
  const rows = (up: (i: number) => number) => rowsOf({ ...weights, data: valuesWith(choices, up) });
  return { W_soft: rows((i) => h[i]!), W_hard: rows((i) => (h[i]! >= 0.5 ? 1 : 0)) };
}

function loss(one: ReferenceCase): Outcome {
  const params = read(one);
  const [stretch, grid] = [stretchOf(params), gridOf(one, params)];
  const [beta, lambda] = [params.number('beta'), params.number('lambda')];
  const activation = params.word('activation', ['none', 'relu'] as const);
  params.finish();
  const [weights, inputs] = [matrix(table(one, 'W')), matrix(table(one, 'X'))];
  const quantizedInputs = one.input['Xq'] === undefined ? inputs : matrix(table(one, 'Xq'));
  const outputLoss = lossOn(weights, inputs, activation, quantizedInputs);
  const layer = new SoftRounding(
    choicesOf(weights, grid),
    outputLoss,
    Float64Array.from(table(one, 'V').flat()),
    stretch,
  );
  const { reconstruction, regularizer } = layer.run(beta, lambda);
  return {
    recon: reconstruction,
    reg: regularizer,
    total: reconstruction + lambda * regularizer,
    grad_V: rowsOf({ ...weights, data: layer.gradient }),
  };
}

function adam(one: ReferenceCase): Outcome {
  const params = read(one);
  const settings = {
    learningRate: params.number('lr'),
    beta1: params.number('beta1', 0.9),
    beta2: params.number('beta2', 0.999),
    epsilon: params.number('eps', 1e-8),
  };
  params.ignore('steps').finish();
  const v = Float64Array.from(numbers(one, 'V'));
  const gradient = Float64Array.from(numbers(one, 'grad_step1'));
  const optimizer = new Adam(v.length, settings);
  const after = numbers(one, 'grad_multiplier_per_step').map((factor) => {
    optimizer.step(
      v,
      gradient.map((g) => g * factor),
    );
    return Array.from(v);
  });
  return { V_after: after };
}

function qubo(one: ReferenceCase): Outcome {
  const params = read(one);
  const scale = params.number('scale');
  params.finish();
  const w = numbers(one, 'w');
  const problem = roundingQubo(w, numbers(one, 'g'), table(one, 'H'), scale);
  const choices = Array.from({ length: 2 ** w.length }, (_, c) => w.map((_w, i) => (c >> i) & 1));
  const costs = choices.map((bits) => quboCost(problem, bits));
  const nearest = w.map((x) => (x / scale - Math.floor(x / scale) > 0.5 ? 1 : 0));
  const best = costs.indexOf(Math.min(...costs));
  const atNearest = quboCost(problem, nearest);
  return {
    const: problem.constant,
    linear: problem.linear,
    quadratic: problem.quadratic,
    nearest_bits: nearest,
    cost_nearest: atNearest,
    best_bits: choices[best],
    cost_best: costs[best],
    n_better_than_nearest: costs.filter((cost) => cost < atNearest).length,
  };
}

function gptqCase(one: ReferenceCase): Outcome {
  const params = read(one);
  const grid = gridOf(one, params);
  const damping = params.number('percdamp', 0.01);
  params.word('order', ['natural'] as const, 'natural');
  params.finish();
  const [weights, inputs] = [matrix(table(one, 'W')), matrix(table(one, 'X'))];
  const rounded = gptq({ weights, inputs, grid, damping });
  const outputLoss = lossOn(weights, inputs, 'none');
  const choices = choicesOf(weights, grid);
  const nearest = nearestUps(choices);
  return {
    Wq: rowsOf(rounded),
    recon_gptq: outputLoss.evaluate(rounded.data).error,
    recon_nearest: outputLoss.evaluate(valuesWith(choices, (i) => nearest[i]!)).error,
  };
}

function biasCorrection(one: ReferenceCase): Outcome {
  read(one).ignore('scale').finish();
  const [weights, quantized, inputs] = ['W', 'Wq', 'X'].map((key) => matrix(table(one, key)));
  const bias = numbers(one, 'b');
  const means = inputMeans(inputs!);
  const corrected = correctedBias(bias, weights!, quantized!, means);
  return {
    E_x: means,
    bias_corrected: corrected,
    mse_before: outputMse(
      inputs!,
      weights!,
      quantized!,
      bias.map(() => 0),
    ),
    mse_after: outputMse(
      inputs!,
      weights!,
      quantized!,
      Array.from(corrected, (b, o) => b - bias[o]!),
    ),
  };
}

/** Mean over samples and outputs of (Wq x + shift − W x)². */
function outputMse(inputs: Matrix, weights: Matrix, quantized: Matrix, shifts: readonly number[]): number {
  let sum = 0;
  for (const x of rowsOf(inputs)) {
    shifts.forEach((shift, o) => {
      const error = x.reduce((total, value, i) => {
        const at = o * weights.columns + i;
        return total + value * (quantized.data[at]! - weights.data[at]!);
      }, shift);
      sum += error ** 2;
    });
  }
  return sum / (inputs.rows * shifts.length);
}

function smoothQuant(one: ReferenceCase): Outcome {
  const params = read(one);
  const alpha = params.number('alpha');
  params.finish();
  return { s: smoothQuantScales(numbers(one, 'act_absmax'), numbers(one, 'weight_absmax'), alpha) };
}

/** Iterations, rate and λ that serve small layers (see the notes of the specification). */
const LAYER_RUN = { iterations: 1500, learningRate: 0.01, relativeLambda: 0.03 };

function adaRoundLayer(one: ReferenceCase): Outcome {
  const params = read(one);
  const grid = gridOf(one, params);
  const activation = params.word('activation', ['none', 'relu'] as const);
  params.ignore('bits', 'recon').finish();
  const weights = matrix(table(one, 'W'));
  const outputLoss = lossOn(weights, matrix(table(one, 'X')), activation);
  const choices = choicesOf(weights, grid);
  const run = adaRound(choices, outputLoss, LAYER_RUN);
  let step = run.next();
  while (step.done !== true) step = run.next();
  const { nearestError, error, values } = step.value;
  const down = valuesWith(choices, () => 0);
  // Up wherever the weight does not lie on the grid.
  const up = valuesWith(choices, (i) => (choices.weights[i]! / choices.scale[i]! === choices.base[i] ? 0 : 1));
  return {
    recon_nearest: nearestError,
    recon_floor: outputLoss.evaluate(down).error,
    recon_ceil: outputLoss.evaluate(up).error,
    adaround_must_be_at_most: error,
    all_weights_must_be_floor_or_ceil: values.every((w, i) => w === down[i] || w === up[i]),
  };
}

export const roundingMethodAdapters = {
  'adaround.h': soften,
  'adaround.init': initial,
  'adaround.reg': regularizer,
  'adaround.beta': betas,
  'adaround.soft': soft,
  'adaround.loss': loss,
  'adaround.adam': adam,
  'adaround.qubo': qubo,
  'moonshot.gptq': gptqCase,
  'moonshot.bias_correction': biasCorrection,
  'moonshot.smoothquant': smoothQuant,
  'outcome.bruteforce_row': bruteforceRow,
  'outcome.adaround_layer': adaRoundLayer,
};
