import { binary32Fields, layoutOf } from './layout';
import { matrixOf } from './matrix';
import { FLOAT_BITS, NO_STORAGE, type Quantizer, UNBOUNDED } from './quantizer';

const REASON = 'Float32 weights are stored as they are.';

export const float: Quantizer = {
  id: 'float',
  label: 'Float32',
  summary: 'The weights as trained: 32 bits each, nothing is quantized.',
  source: 'IEEE 754-2019, binary32',
  params: {},
  applies: () => ({ granularity: REASON, clipper: REASON, rounder: REASON }),
  problem: () => null,
  fit: (tensor) => ({
    ...matrixOf(tensor),
    regions: { kind: 'none', rowsPerGroup: matrixOf(tensor).rows },
    scales: null,
    zeroPoints: null,
    low: [-UNBOUNDED],
    high: [UNBOUNDED],
    qmin: -(2 ** 31),
    qmax: 2 ** 31 - 1,
    centroids: null,
  }),
  /** Codes are the bit patterns of the floats. */
  encode: (tensor) => ({ codes: new Int32Array(tensor.data.slice().buffer), values: tensor.data.slice() }),
  decode: (codes) => new Float32Array(codes.slice().buffer),
  levels: () => new Float64Array(0),
  layout: (_state, codes, index) => layoutOf(binary32Fields(codes[index] ?? 0)),
  storage: (_state, codes) => ({ ...NO_STORAGE, codes: codes.length * FLOAT_BITS }),
};
