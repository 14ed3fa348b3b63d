import type { Recipe } from '../experiment/spec';
import { safeScale } from '../numerics/float32';
import { largestCode, largestOf, magnitudeCoder, magnitudesOf, MINIFLOATS, nanCode } from '../numerics/minifloat';
import { readInteger } from '../params/read';
import { blockMaxima, blocksOf, brokenBlocks, listOf } from './blocks';
import { decodeFloats, encodeFloats, floatLevels } from './float-codes';
import { placeOf } from './granularity';
import { type CodeLayout, type FieldSource, float32Scale, floatFields, layoutOf } from './layout';
import {
  FLOAT_BITS,
  NO_STORAGE,
  problemOf,
  type Quantizer,
  type QuantizerContext,
  type QuantizerState,
  UNBOUNDED,
} from './quantizer';
import type { WeightTensor } from './types';

export interface Nvfp4State extends QuantizerState {
  /** Block scale x tensor scale, in float64; 0 in a block without a number for a scale. */
  readonly scales: readonly number[];
  readonly tensorScale: number;
  /** E4M3 code of each block's scale; that of NaN for a block with a NaN or an infinity. */
  readonly blockCodes: readonly number[];
}

const ELEMENT = MINIFLOATS.E2M1;
const SCALE = MINIFLOATS.E4M3;
const SCALES = magnitudesOf(SCALE);
const scaleCode = magnitudeCoder(SCALE);
const NOT_A_NUMBER = nanCode(SCALE) ?? 0;
const SCALE_BITS = 8;
const CODE_BITS = 4;

const blockSizeOf = ({ quantizer }: Recipe): number => readInteger(nvfp4.params, quantizer.params, 'blockSize', 1);

/** The tensor scale makes the largest block scale 448; each block scale makes the largest weight of its block 6. */
function fit(tensor: WeightTensor, recipe: Recipe, { kernels }: QuantizerContext): Nvfp4State {
  const blocks = blocksOf(tensor, blockSizeOf(recipe));
  const maxima = blockMaxima(tensor.data, blocks, kernels);
  const broken = brokenBlocks(tensor.data, blocks);
  const [top, highest] = [largestOf(ELEMENT), largestOf(SCALE)];
  const tensorScale = safeScale(maxima.reduce((most, v) => Math.max(most, v), 0) / (top * highest));
  const blockCodes = listOf(maxima, (max, b) => (broken[b] === 1 ? NOT_A_NUMBER : scaleCode(max / top / tensorScale)));
  const scales = blockCodes.map((code) => (code === NOT_A_NUMBER ? 0 : (SCALES[code] ?? 0) * tensorScale));
  const tops = scales.map((scale, b) => (blockCodes[b] === NOT_A_NUMBER ? UNBOUNDED : top * scale));
  const limit = largestCode(ELEMENT);
  return {
    rows: blocks.rows,
    columns: blocks.columns,
    regions: blocks.regions,
    scales,
    zeroPoints: null,
    low: tops.map((v) => 0 - v),
    high: tops,
    qmin: -limit,
    qmax: limit,
    centroids: null,
    tensorScale,
    blockCodes,
  };
}

/** Scales with NaN where a block has none. */
function scalesOf({ scales, blockCodes }: Nvfp4State): Float64Array {
  return Float64Array.from(listOf(scales, (scale, b) => (blockCodes[b] === NOT_A_NUMBER ? Number.NaN : scale)));
}

function decode(codes: Int32Array, state: Nvfp4State): Float32Array {
  return decodeFloats(codes, state, ELEMENT, scalesOf(state));
}

function layout(state: Nvfp4State, codes: Int32Array, index: number): CodeLayout {
  const code = codes[index] ?? 0;
  const blockScale: FieldSource = {
    id: 'block-scale',
    label: 'Block scale (E4M3)',
    bits: SCALE_BITS,
    raw: state.blockCodes[placeOf(state, index).group] ?? 0,
    scope: 'block',
    reading: { kind: 'minifloat-scale', format: SCALE },
  };
  return layoutOf([
    ...floatFields(ELEMENT, code < 0, Math.abs(code)),
    blockScale,
    float32Scale(state.tensorScale, 'tensor', 'Tensor scale'),
  ]);
}

export const nvfp4: Quantizer<Nvfp4State> = {
  id: 'nvfp4',
  label: 'NVFP4',
  summary: 'Blocks of 16 four-bit floats have an 8-bit float scale, and the tensor a float32 one.',
  source: 'NVIDIA 2025 (NVFP4); Abecassis et al. 2025, section 2',
  params: {
    blockSize: {
      kind: 'integer',
      min: 1,
      max: 256,
      default: 16,
      label: 'Block size',
      help: 'Weights that share a block scale; the format has 16.',
    },
  },
  applies: () => ({
    granularity: 'Blocks and the tensor share scales; that is the format itself.',
    clipper: 'The scale follows the largest weight of the block.',
    rounder: 'The format rounds to nearest even.',
  }),
  problem: (recipe) => problemOf(() => blockSizeOf(recipe)),
  fit,
  encode: (tensor, state, _recipe, { kernels }) =>
    encodeFloats(tensor.data, state, ELEMENT, scalesOf(state), 'nearest-even', kernels),
  decode,
  levels: (state, group) => floatLevels(ELEMENT, scalesOf(state)[group] ?? 1),
  layout,
  storage: (state, codes) => ({
    ...NO_STORAGE,
    codes: codes.length * CODE_BITS,
    scales: state.scales.length * SCALE_BITS + FLOAT_BITS,
  }),
};
