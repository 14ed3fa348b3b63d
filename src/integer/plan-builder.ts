import type { TapScales } from '../activations/technique';
import { type Tap, tapsOf } from '../activations/taps';
import type { Activation, Model, Op, Pair } from '../model/graph';
import { roundHalfEven } from '../numerics/round';
import { biasCodes, biasScale } from './bias';
import { IntegerError } from './error';
import { fixedPointOf } from './fixed-point';
import { type Demand, type Flowing, canSum, demandsOf, flowOf, isMean } from './flow';
import { asImage, layerGeometry, poolGeometry } from './geometry';
import { type ValueCodes, centred } from './layer';
import type { IntegerKernel, IntegerLayer, IntegerPlan, IntegerStep, IntegerWork, Rescaling } from './plan';
import { multipliersFor, sumBounds } from './sums';

/** Sums of additions have this many steps in one of the codes that follow, and stay within these bounds. */
const FINER = 256;
const MOST_ADDED = 2 ** 23;

const INT32: Pair = [-(2 ** 31), 2 ** 31 - 1];

/** Codes on which a mean is taken where there are no sums: its scale is that of means, which single values may exceed. */
const MEAN_CODES = 2 ** 14;

interface Sums {
  readonly value: number;
  /** One, or one a channel. */
  readonly scales: readonly number[];
  /** The largest sum of each channel. */
  readonly bounds: Float64Array;
}

/**
 * Lays out dense, convolution, depthwise and pooling layers and residual additions in integers. Throws IntegerError where the
 * graph or the settings do not allow it.
 * @param kernels weights by name. @param taps scales by layer; one scale each.
 */
export function integerPlan(
  model: Model,
  kernels: ReadonlyMap<string, IntegerKernel>,
  taps: Readonly<Record<string, TapScales>>,
): IntegerPlan {
  const codes = valuesAt(tapsOf(model), taps);
  const flow = flowOf(model);
  const demands = demandsOf(model, flow, codes);
  const input = demands.get(0)?.codes ?? null;
  if (input === null) throw new IntegerError('The network has no layer with weights.');
  const builder = new PlanBuilder(model, kernels, codes);
  for (const one of flow) builder.add(one, demands.get(one.output)!);
  return { input, steps: builder.steps };
}

/** Codes of the input of each node with weights. */
function valuesAt(taps: readonly Tap[], scales: Readonly<Record<string, TapScales>>): ReadonlyMap<number, ValueCodes> {
  return new Map(
    taps.map(({ node, layer }) => {
      const found = scales[layer];
      const [scale, zeroPoint] = [found?.scales[0], found?.zeroPoints[0]];
      if (found?.scales.length !== 1 || scale === undefined || zeroPoint === undefined)
        throw new IntegerError(`The input of ${layer} needs one fixed scale.`, layer);
      return [node, { scale, zeroPoint, qmin: found.qmin, qmax: found.qmax }] as const;
    }),
  );
}

/** Makes the steps of a plan, node by node. Throws IntegerError for a node that has no integer form. */
class PlanBuilder {
  readonly steps: IntegerStep[] = [];
  /** Values by the node whose output they are. */
  private readonly codes = new Map<number, number>([[0, 0]]);
  private readonly sums = new Map<number, Sums>();

  /** @param taps codes at the input of each node with weights. */
  constructor(
    private readonly model: Model,
    private readonly kernels: ReadonlyMap<string, IntegerKernel>,
    private readonly taps: ReadonlyMap<number, ValueCodes>,
  ) {}

  add(one: Flowing, demand: Demand): void {
    const { op } = one;
    switch (op.kind) {
      case 'conv2d':
      case 'depthwise':
      case 'dense':
        this.layer(one, demand);
        break;
      case 'add':
        this.sum(one, demand);
        break;
      case 'pool':
      case 'global-pool':
        this.pool(one, op, this.followed(one, demand));
        break;
      case 'activation': {
        const bounds = codeBounds(one.activation, this.followed(one, demand), this.nameOf(one));
        this.codes.set(one.output, this.step(one, { kind: 'clamp', bounds }, [this.codesOf(one)]));
        break;
      }
      default:
        throw new IntegerError(`${this.nameOf(one)} (${op.kind}) has no integer form here.`, this.nameOf(one));
    }
  }

  private layer(one: Flowing, demand: Demand): void {
    const output = demand.asSums ? null : withRoom(demand);
    const isLast = !demand.asSums && output === null;
    if (isLast && one.activation.kind !== 'linear') this.last(one);
    if (demand.asSums && !canSum(one))
      throw new IntegerError(
        `The sums of ${this.nameOf(one)} are added or averaged, which has no integer form.`,
        this.nameOf(one),
      );
    const layer = this.layerOf(one, output);
    const value = this.step(one, { kind: 'layer', layer }, [this.codesOf(one)]);
    if (output !== null) this.codes.set(one.output, value);
    else if (!isLast) this.keep(one, demand, { value, scales: realScales(layer), bounds: sumBounds(layer) });
  }

  /** Sums of a value, and codes made from them where they are asked for. */
  private keep(one: Flowing, demand: Demand, sums: Sums): void {
    const codes = withRoom(demand);
    this.sums.set(one.output, sums);
    if (codes === null) return;
    const shape = asImage(this.model.nodes[one.output]!.shape);
    const work = { kind: 'rescale', name: this.nameOf(one), shape, to: rescaling(sums, codes) } as const;
    this.codes.set(one.output, this.step(one, work, [sums.value]));
  }

  private sum(one: Flowing, demand: Demand): void {
    const name = this.nameOf(one);
    const [a, b] = one.inputs.map((input) => this.sums.get(input));
    const shapes = one.inputs.map((input) => asImage(this.model.nodes[input]!.shape).join());
    if (a === undefined || b === undefined || one.inputs.length > 2 || shapes[0] !== shapes[1])
      throw new IntegerError(`${name} adds more than two layers of one shape, which has no integer form here.`, name);
    if (!canSum(one)) throw new IntegerError(`${name} has an activation that needs more than integers.`, name);
    if (demand.following === null) this.last(one);
    const scale = demand.following.scale / FINER;
    const operands = [a, b].map(({ scales }) => scales.map((own) => fixedPointOf(own / scale)));
    const work = {
      kind: 'add',
      name,
      shape: asImage(this.model.nodes[one.output]!.shape),
      operands: [operands[0]!, operands[1]!],
      bounds: [one.activation.kind === 'relu' ? 0 : -MOST_ADDED, MOST_ADDED],
    } as const;
    const bounds = new Float64Array(work.shape[2]).fill(MOST_ADDED);
    this.keep(one, demand, { value: this.step(one, work, [a.value, b.value]), scales: [scale], bounds });
  }

  private pool(one: Flowing, op: Extract<Op, { kind: 'pool' | 'global-pool' }>, output: ValueCodes): void {
    const [input = 0] = one.inputs;
    const { nodes } = this.model;
    const geometry = poolGeometry(op, nodes[input]!.shape, nodes[one.node]!.shape);
    const sums = isMean(op) ? this.sums.get(input) : undefined;
    const points = geometry.size[0] * geometry.size[1];
    const [work, from]: readonly [IntegerWork, number] =
      sums === undefined
        ? [{ kind: 'pool', mode: op.mode, geometry, bounds: [output.qmin, output.qmax] }, this.codesOf(one)]
        : [
            {
              kind: 'mean',
              name: this.nameOf(one),
              geometry,
              to: rescaling(meanOf(sums, points), output),
            },
            sums.value,
          ];
    this.codes.set(one.output, this.step(one, work, [from]));
  }

  private step({ node }: Flowing, work: IntegerWork, inputs: readonly number[]): number {
    const output = this.steps.length + 1;
    this.steps.push({ ...work, node, inputs, output });
    return output;
  }

  private nameOf({ node }: Flowing): string {
    return this.model.nodes[node]!.name;
  }

  /** The codes of the input of a node. */
  private codesOf(one: Flowing): number {
    const found = this.codes.get(one.inputs[0] ?? 0);
    if (found === undefined) throw new IntegerError(`The input of ${this.nameOf(one)} has no codes.`, this.nameOf(one));
    return found;
  }

  /** Codes that follow a node without weights. */
  private followed(one: Flowing, demand: Demand): ValueCodes {
    return withRoom(demand) ?? this.last(one);
  }

  private last(one: Flowing): never {
    const name = this.nameOf(one);
    throw new IntegerError(`${name} follows the last sums, which stay integers without an activation.`, name);
  }

  private layerOf({ node, op, activation }: Flowing, output: ValueCodes | null): IntegerLayer {
    const one = this.model.nodes[node]!;
    const input = this.taps.get(node);
    if (!('kernel' in op) || !('bias' in op) || input === undefined)
      throw new IntegerError(`${one.name} has no weights.`, one.name);
    const info = this.model.kernels[op.kernel]?.info;
    const kernel = this.kernels.get(info?.name ?? '');
    if (info === undefined || kernel === undefined)
      throw new IntegerError(
        `The weights of ${one.name} need uniform codes with a scale for the layer or each channel.`,
        one.name,
      );
    const geometry = layerGeometry(this.model, one, info.shape);
    const channels = geometry.to[2];
    const multipliers =
      output === null ? [] : kernel.scales.map((_, o) => biasScale(kernel.scales, o, input.scale) / output.scale);
    const weights = centred(kernel, channels);
    const bias = biasCodes(op.bias ?? new Float32Array(channels), kernel.scales, input.scale);
    return {
      name: info.name,
      geometry,
      input,
      kernel,
      weights,
      bias,
      output,
      multipliers,
      fixed: multipliersFor(multipliers, sumBounds({ weights, bias, geometry, input })),
      bounds: output === null ? activatedSums(activation) : codeBounds(activation, output, one.name),
    };
  }
}

/** Codes of a value, with room to spare where a mean of codes comes before the next layer. */
function withRoom({ codes, isAveraged }: Demand): ValueCodes | null {
  if (codes === null || !isAveraged) return codes;
  return { ...codes, qmin: codes.zeroPoint - MEAN_CODES, qmax: codes.zeroPoint + MEAN_CODES };
}

/** What one of a layer's sums stands for, one or one a channel. */
function realScales({ kernel, input }: IntegerLayer): readonly number[] {
  return kernel.scales.map((_, channel) => biasScale(kernel.scales, channel, input.scale));
}

function rescaling({ scales, bounds }: Pick<Sums, 'scales' | 'bounds'>, output: ValueCodes): Rescaling {
  const multipliers = scales.map((scale) => scale / output.scale);
  return { fixed: multipliersFor(multipliers, bounds), output, bounds: [output.qmin, output.qmax] };
}

/** Of the sums of so many points, so that what comes out is their mean. */
function meanOf({ scales, bounds }: Sums, points: number): Pick<Sums, 'scales' | 'bounds'> {
  return { scales: scales.map((scale) => scale / points), bounds: bounds.map((bound) => bound * points) };
}

function activatedSums({ kind }: Activation): Pair {
  return kind === 'relu' ? [0, INT32[1]] : INT32;
}

/** Codes that an activation leaves: a ReLU cuts at the zero point. */
function codeBounds(activation: Activation, { scale, zeroPoint, qmin, qmax }: ValueCodes, name: string): Pair {
  switch (activation.kind) {
    case 'linear':
      return [qmin, qmax];
    case 'relu':
      return [Math.max(qmin, zeroPoint), qmax];
    case 'relu6':
      return [Math.max(qmin, zeroPoint), Math.min(qmax, roundHalfEven(6 / scale) + zeroPoint)];
    default:
      throw new IntegerError(`${name} has the activation ${activation.kind}, which needs more than integers.`, name);
  }
}
