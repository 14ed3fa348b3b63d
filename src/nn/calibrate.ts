import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { activationGranularities } from '../activations/granularities';
import { CALIBRATION_BATCH, type Observation, Observer } from '../activations/observe';
import { activationQuantizerOf } from '../activations/registry';
import { type Tap, tapsOf } from '../activations/taps';
import type { TapScales } from '../activations/technique';
import { keyOf } from '../experiment/key';
import { type ActivationSettings, activationRecipeFor } from '../experiment/spec';
import type { CalibratedTaps } from '../jobs/activation-reports';
import type { Kernels } from '../kernels/index';
import { type Model, sizeOf } from '../model/graph';
import { uniformStream } from '../numerics/random';
import { forward } from './forward';
import { NetworkWeights } from './network';

type Calibration = ActivationSettings['calibration'];
type Steps<Result> = Generator<{ done: number; total: number }, Result, void>;

/** Sets of calibration images whose observations are kept: those of A and of B. */
const SETS_KEPT = 2;
const MOST_SCALES = 4000;

/** Watches the activations of the float network on training images and fits scales to them. */
export class Calibrator {
  private readonly taps: readonly Tap[];
  private readonly sets = new Map<string, ReadonlyMap<string, Observation>>();
  private readonly scales = new Map<string, TapScales>();
  private images: { readonly pixels: Uint8Array; readonly count: number } | null = null;

  constructor(
    private readonly model: Model,
    private readonly kernels: Kernels,
  ) {
    this.taps = tapsOf(model);
  }

  /** Training images, one after the other. */
  setImages(pixels: Uint8Array, count: number): void {
    this.images = { pixels, count };
    this.sets.clear();
    this.scales.clear();
  }

  tapOf(layer: string): Tap {
    const tap = this.taps.find((one) => one.layer === layer);
    if (tap === undefined) throw new RangeError(`The model has no layer "${layer}" whose input can be quantized.`);
    return tap;
  }

  /** Scales of every tap with a fixed range. Throws RangeError for a recipe with a problem and without images. */
  *calibrate(settings: ActivationSettings): Steps<CalibratedTaps> {
    const fixed = this.taps.flatMap((tap) => {
      const recipe = activationRecipeFor({ activations: settings }, tap.layer);
      const isFixed = recipe !== null && activationGranularities[recipe.granularity.id]?.moment !== 'dynamic';
      return isFixed ? [{ tap, recipe }] : [];
    });
    if (fixed.length === 0) return {};
    const observations = yield* this.observe(settings.calibration);
    const found: [string, TapScales][] = [];
    for (const { tap, recipe } of fixed) {
      const key = keyOf([tap.layer, settings.calibration, recipe]);
      const observation = observations.get(tap.layer);
      const known = this.scales.get(key) ?? (observation && this.fit(observation, recipe));
      if (known === undefined) continue;
      this.remember(key, known);
      found.push([tap.layer, known]);
      yield { done: found.length, total: fixed.length };
    }
    return Object.fromEntries(found);
  }

  /** What the calibration images do at every tap, by layer. */
  *observe(calibration: Calibration): Steps<ReadonlyMap<string, Observation>> {
    const key = keyOf(calibration);
    const known = this.sets.get(key);
    if (known !== undefined) return known;
    const observers = new Map(this.taps.map((tap) => [tap.kernel, new Observer(tap, calibration.images)]));
    yield* this.watch(calibration, observers);
    const made = new Map(this.taps.map((tap) => [tap.layer, resultOf(observers.get(tap.kernel), tap)]));
    for (const oldest of this.sets.keys()) {
      if (this.sets.size < SETS_KEPT) break;
      this.sets.delete(oldest);
    }
    this.sets.set(key, made);
    return made;
  }

  private *watch(calibration: Calibration, observers: ReadonlyMap<number, Observer>): Steps<void> {
    const { model } = this;
    const indices = calibrationImages(this.loaded().count, calibration);
    const weights = new NetworkWeights(
      model,
      model.kernels.map(({ data }) => data),
    );
    const feed = (kernel: number, input: Tensor): Tensor => {
      observers.get(kernel)?.add(input.dataSync() as Float32Array);
      return input;
    };
    try {
      for (let from = 0; from < indices.length; from += CALIBRATION_BATCH) {
        const input = this.input(indices.slice(from, from + CALIBRATION_BATCH));
        forward({ model, weights, known: new Map([[0, input]]), from: 1, feed }).dispose();
        yield { done: Math.min(from + CALIBRATION_BATCH, indices.length), total: indices.length };
      }
    } finally {
      weights.dispose();
    }
  }

  private fit(observation: Observation, recipe: NonNullable<ReturnType<typeof activationRecipeFor>>): TapScales {
    return activationQuantizerOf(recipe.quantizer.id).fit(observation, recipe, this.kernels);
  }

  private remember(key: string, scales: TapScales): void {
    if (this.scales.size >= MOST_SCALES) this.scales.clear();
    this.scales.set(key, scales);
  }

  private input(indices: readonly number[]): Tensor {
    const { mean, std } = this.model.preprocess;
    const { pixels, count } = this.loaded();
    const { shape } = this.model.card.input;
    const size = sizeOf(shape);
    if (pixels.length !== count * size) {
      throw new RangeError(
        `The model takes ${String(size)} values, a calibration image has ${String(pixels.length / count)}.`,
      );
    }
    const values = new Float32Array(indices.length * size);
    indices.forEach((image, row) => {
      for (let at = 0; at < size; at++) {
        values[row * size + at] = ((pixels[image * size + at] ?? 0) / 255 - mean) / std;
      }
    });
    return tensor(values, [indices.length, ...shape]);
  }

  private loaded(): NonNullable<Calibrator['images']> {
    if (this.images === null) throw new RangeError('No calibration images are loaded in this worker.');
    return this.images;
  }
}

/** Which of `count` training images are looked at, in order: a seeded choice without repetition (Fisher and Yates). */
export function calibrationImages(count: number, { images, seed }: Calibration): readonly number[] {
  if (!(Number.isInteger(images) && images >= 1 && images <= count)) {
    throw new RangeError(`Calibration takes 1 to ${String(count)} images, not ${String(images)}.`);
  }
  const order = Uint32Array.from({ length: count }, (_, at) => at);
  const next = uniformStream(seed, 'calibration-images');
  for (let at = 0; at < images; at++) {
    const other = at + Math.floor(next() * (count - at));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return Array.from(order.subarray(0, images));
}

function resultOf(observer: Observer | undefined, tap: Tap): Observation {
  if (observer === undefined) throw new RangeError(`The input of ${tap.layer} was not observed.`);
  return observer.result();
}
