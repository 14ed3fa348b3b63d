import type { Computation } from '../computation';
import { assignNearest, clusterSums } from './clusters';
import { errorSums } from './errors';
import { quantizeFloats } from './floats';
import { histogram } from './histogram';
import { quantize, quantizeWithUniforms } from './quantize';
import { absMax, minMax } from './ranges';
import { bestRanges, bestThresholds, thresholdErrors } from './thresholds';
import { bestRuns } from './runs';
import { sortFinite } from './sort';
import { transpose } from './transpose';

/** Straightforward loops: the fallback without WebAssembly SIMD, and what the SIMD kernels are tested against. */
export const plainComputation: Computation = {
  kind: 'plain',
  transpose,
  absMax,
  minMax,
  quantize,
  quantizeWithUniforms,
  quantizeFloats,
  sortFinite,
  errorSums,
  histogram,
  bestThresholds,
  bestRanges,
  thresholdErrors,
  assignNearest,
  clusterSums,
  bestRuns,
};
