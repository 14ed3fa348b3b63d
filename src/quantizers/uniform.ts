import { clipperOf } from '../clipping/registry';
import type { ClipRanges } from '../clipping/input';
import type { Recipe } from '../experiment/spec';
import { safeScale } from '../numerics/float32';
import { uniformStream } from '../numerics/random';
import { roundHalfEven } from '../numerics/round';
import { readBoolean, readChoice, readInteger } from '../params/read';
import { rounderOf } from '../rounding/registry';
import { decodeScaled } from './decode';
import {
  cut,
  isWhole,
  type Partition,
  partitionOf,
  placeOf,
  scopeOf,
  toGroupOrder,
  toSegmentOrder,
} from './granularity';
import { type CodeLayout, type FieldSource, float32Scale, integerField, layoutOf, twosComplement } from './layout';
import {
  APPLIES_ALL,
  type Encoded,
  FLOAT_BITS,
  NO_STORAGE,
  problemOf,
  type Quantizer,
  type QuantizerContext,
  type QuantizerState,
} from './quantizer';
import type { WeightTensor } from './types';

/** Codes and the steps from 0 to the threshold of a symmetric scheme. */
export interface CodeRange {
  readonly qmin: number;
  readonly qmax: number;
  readonly divisor: number;
}

export interface UniformState extends QuantizerState {
  readonly bits: number;
  readonly scales: readonly number[];
}

const MAX_BITS = 16;

function checkBits(bits: number): void {
  if (Number.isInteger(bits) && bits >= 1 && bits <= MAX_BITS) return;
  throw new RangeError(`Bits must be a whole number of 1 to ${MAX_BITS}, not ${bits}.`);
}

/**
 * Code range by the table of symmetric ranges: restricted, full, midpoint.
 * Throws RangeError for bits outside 1..16 and for the restricted range at 1 bit, which has no level but 0.
 */
export function symmetricCodes(bits: number, range: string): CodeRange {
  checkBits(bits);
  const half = 2 ** (bits - 1);
  if (range === 'full') return { qmin: -half, qmax: half - 1, divisor: half };
  if (range === 'midpoint') return { qmin: -half, qmax: half - 1, divisor: half - 0.5 };
  if (range !== 'restricted') throw new RangeError(`Unknown range: ${range}`);
  if (bits === 1) throw new RangeError('The restricted range has no level but 0 at 1 bit; it needs at least 2 bits.');
  return { qmin: 1 - half, qmax: half - 1, divisor: half - 1 };
}

/** Codes of the affine scheme: 0 .. 2^bits - 1, or shifted by half when signed. */
export function affineCodes(bits: number, signed: boolean): CodeRange {
  checkBits(bits);
  const qmin = signed ? -(2 ** (bits - 1)) : 0;
  return { qmin, qmax: qmin + 2 ** bits - 1, divisor: 2 ** bits - 1 };
}

/** Scale and zero point of an affine range [low, high] that holds 0 (Jacob et al. 2018, section 2.1). */
export function affineScale(
  low: number,
  high: number,
  { qmin, qmax }: CodeRange,
): { scale: number; zeroPoint: number } {
  const scale = safeScale((high - low) / (qmax - qmin));
  return { scale, zeroPoint: Math.min(Math.max(qmin - roundHalfEven(low / scale), qmin), qmax) };
}

const isAffine = (recipe: Recipe): boolean =>
  readChoice(uniform.params, recipe.quantizer.params, 'scheme') === 'affine';
const bitsOf = (recipe: Recipe): number => readInteger(uniform.params, recipe.quantizer.params, 'bits', 1, MAX_BITS);

function codesOf(recipe: Recipe): CodeRange {
  const { params } = recipe.quantizer;
  return isAffine(recipe)
    ? affineCodes(bitsOf(recipe), readBoolean(uniform.params, params, 'signed'))
    : symmetricCodes(bitsOf(recipe), readChoice(uniform.params, params, 'range'));
}

/** The values in the order of the kernels. */
function segmentData(data: Float32Array, partition: Partition, context: QuantizerContext): Float32Array {
  return isWhole(partition) ? data : context.kernels.transposeToChannelMajor(data, partition.rows, partition.columns);
}

function fit(tensor: WeightTensor, recipe: Recipe, context: QuantizerContext): UniformState {
  const codes = codesOf(recipe);
  const partition = partitionOf(tensor, recipe.granularity);
  const affine = isAffine(recipe);
  const ranges = clipperOf(recipe.clipper.id).ranges(
    {
      data: segmentData(tensor.data, partition, context),
      rows: partition.segmentRows,
      segmentLength: partition.segmentLength,
      segments: partition.groups,
      kernels: context.kernels,
      symmetric: !affine,
      ...codes,
    },
    recipe.clipper.params,
  );
  return stateOf(partition, ranges, codes, affine, bitsOf(recipe));
}

function stateOf(
  partition: Partition,
  ranges: ClipRanges,
  codes: CodeRange,
  affine: boolean,
  bits: number,
): UniformState {
  const lows = toGroupOrder(ranges.low, partition);
  const highs = toGroupOrder(ranges.high, partition);
  const groups = highs.length;
  // Filled in one pass: there may be as many groups as weights.
  const low = new Array<number>(groups);
  const high = new Array<number>(groups);
  const scales = new Array<number>(groups);
  const zeroPoints = affine ? new Array<number>(groups) : null;
  for (let g = 0; g < groups; g++) {
    const from = (low[g] = lows[g]!);
    const to = (high[g] = highs[g]!);
    if (zeroPoints === null) scales[g] = safeScale(to / codes.divisor);
    else ({ scale: scales[g], zeroPoint: zeroPoints[g] } = affineScale(from, to, codes));
  }
  return {
    rows: partition.rows,
    columns: partition.columns,
    regions: partition.regions,
    scales,
    zeroPoints,
    low,
    high,
    qmin: codes.qmin,
    qmax: codes.qmax,
    centroids: null,
    bits,
  };
}

function partitionOfState({ rows, columns, regions }: QuantizerState): Partition {
  const whole = regions.kind === 'tensor' || regions.kind === 'none';
  return cut({ rows, columns }, whole ? null : regions.rowsPerGroup, regions.kind === 'group' ? 'group' : 'channel');
}

function encode(tensor: WeightTensor, state: UniformState, recipe: Recipe, context: QuantizerContext): Encoded {
  if (tensor.data.length === 0) return { codes: new Int32Array(0), values: new Float32Array(0) };
  const { kernels, seed } = context;
  const partition = partitionOfState(state);
  const data = segmentData(tensor.data, partition, context);
  const scales = toSegmentOrder(new Float32Array(state.scales), partition);
  const zeros = state.zeroPoints === null ? null : toSegmentOrder(new Int32Array(state.zeroPoints), partition);
  const { segmentRows, segmentLength } = partition;
  const { rounding } = rounderOf(recipe.rounder.id);
  const { codes, values } =
    rounding === 'stochastic'
      ? kernels.quantizeWithUniforms(
          data,
          segmentRows,
          segmentLength,
          scales,
          zeros,
          state.qmin,
          state.qmax,
          uniforms(seed, data.length),
        )
      : kernels.quantize(data, segmentRows, segmentLength, scales, zeros, state.qmin, state.qmax, rounding);
  if (isWhole(partition)) return { codes, values };
  return {
    codes: kernels.transposeFromChannelMajor(codes, partition.rows, partition.columns),
    values: kernels.transposeFromChannelMajor(values, partition.rows, partition.columns),
  };
}

function uniforms(seed: number, count: number): Float64Array {
  const next = uniformStream(seed, 'stochastic-rounding');
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = next();
  return out;
}

function levels(state: UniformState, group: number): Float64Array {
  const zero = state.zeroPoints?.[group] ?? 0;
  const scale = state.scales[group] ?? 1;
  return Float64Array.from({ length: state.qmax - state.qmin + 1 }, (_, i) =>
    Math.fround((state.qmin + i - zero) * scale),
  );
}

/** Codes below zero are in two's complement. */
function layout(state: UniformState, codes: Int32Array, index: number): CodeLayout {
  const { group } = placeOf(state, index);
  const scope = scopeOf(state.regions);
  const { bits } = state;
  const signed = state.qmin < 0;
  const zero = state.zeroPoints?.[group] ?? 0;
  const zeroPoint: FieldSource = {
    id: 'zero-point',
    label: 'Zero point',
    bits,
    raw: signed ? twosComplement(zero, bits) : zero,
    scope,
    reading: { kind: 'zero-point', signed },
  };
  return layoutOf([
    integerField(codes[index] ?? 0, bits, signed),
    ...(state.zeroPoints === null ? [] : [zeroPoint]),
    float32Scale(state.scales[group] ?? 1, scope),
  ]);
}

export const uniform: Quantizer<UniformState> = {
  id: 'uniform',
  label: 'Uniform (INT)',
  summary: 'Evenly spaced levels: r = S (q − Z) with a scale S and a zero point Z.',
  source: 'Jacob et al. 2018, section 2.1; lecture, linear quantization',
  params: {
    bits: {
      kind: 'integer',
      min: 1,
      max: MAX_BITS,
      default: 4,
      label: 'Bits',
      help: 'Width of a code; each bit more halves the step.',
    },
    scheme: {
      kind: 'choice',
      default: 'symmetric',
      label: 'Scheme',
      help: 'Where the levels lie around zero.',
      options: [
        { value: 'symmetric', label: 'Symmetric', help: 'Zero point 0; the range is −T to T.' },
        { value: 'affine', label: 'Affine', help: 'A zero point shifts the codes, so the range may be lopsided.' },
      ],
    },
    range: {
      kind: 'choice',
      default: 'restricted',
      label: 'Symmetric range',
      help: 'Which codes a symmetric scheme uses, and what the threshold is divided by.',
      options: [
        { value: 'restricted', label: 'Restricted', help: 'As many codes below zero as above: −7 to 7 at 4 bits.' },
        {
          value: 'full',
          label: 'Full',
          help: 'One code more below zero: −8 to 7 at 4 bits; the largest weight saturates.',
        },
        {
          value: 'midpoint',
          label: 'Midpoint',
          help: 'The full codes with a step of T / 7.5 at 4 bits, as PyTorch observers do.',
        },
      ],
    },
    signed: {
      kind: 'boolean',
      default: false,
      label: 'Signed codes',
      help: 'Affine codes from −2^(b−1) instead of from 0.',
    },
  },
  applies: () => APPLIES_ALL,
  problem: (recipe) => problemOf(() => codesOf(recipe)),
  fit,
  encode,
  decode: decodeScaled,
  levels,
  layout,
  storage: (state, codes) => ({
    ...NO_STORAGE,
    codes: codes.length * state.bits,
    scales: state.scales.length * FLOAT_BITS,
    zeroPoints: state.zeroPoints === null ? 0 : state.zeroPoints.length * state.bits,
  }),
};
