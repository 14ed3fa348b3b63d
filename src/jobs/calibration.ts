import type { MadeWeights } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import type { Calibrator } from '../nn/calibrate';
import { unpackImages } from '../nn/images';
import type { CalibrationJobs } from './activation-reports';
import type { JobTable } from './catalogue';
import type { ByWeights } from './weight-sets';

/** What the jobs of a worker that calibrates share. */
export interface CalibrationResources {
  /** Null until a model is loaded. */
  calibrators: ByWeights<Calibrator> | null;
  kernels: Kernels | null;
  /** Training images as bytes, kept when the model changes. */
  training: { readonly pixels: Uint8Array; readonly count: number } | null;
}

/** Ranges of activations from training images. */
export const calibrationJobs: JobTable<CalibrationJobs, CalibrationResources> = {
  'load-calibration': function* (input, resources) {
    const { pixels } = yield* unpackImages({ ...input, offset: 0 });
    resources.training = { pixels, count: input.count };
    for (const calibrator of resources.calibrators?.made() ?? []) calibrator.setImages(pixels, input.count);
    return { images: input.count };
  },
  calibrate: ({ activations, weights }, resources) => loaded(resources, weights).calibrate(activations),
  'tap-values': function* ({ layer, calibration }, resources) {
    const calibrator = loaded(resources);
    calibrator.tapOf(layer);
    const observation = (yield* calibrator.observe(calibration)).get(layer);
    if (observation === undefined) throw new RangeError(`The input of ${layer} was not observed.`);
    const { data, channels, nonNegative, values, images, batches } = observation;
    const { low, high } = batches.tensor;
    // Copies: what a job returns is handed over, and the calibrator goes on with its own.
    const ends = { low: low.slice(), high: high.slice() };
    return { data: data.slice(), channels, nonNegative, values, images, batches: ends };
  },
};

function loaded({ calibrators }: CalibrationResources, weights?: MadeWeights): Calibrator {
  if (calibrators === null) throw new RangeError('No model is loaded in this worker.');
  return calibrators.of(weights);
}
