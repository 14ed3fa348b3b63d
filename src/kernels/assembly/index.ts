export { heapBase } from './memory';
export { transpose } from './transpose';
export { absMax, minMax } from './ranges';
export { quantize } from './quantize';
export { errorSums } from './errors';
export { histogram } from './histogram';
export { bestRanges, bestThresholds, thresholdCurve, thresholdScratch } from './thresholds';
export { fillRuns } from './runs';
export { assignNearest, clusterSums, countBoundaries } from './clusters';
