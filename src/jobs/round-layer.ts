import { type Kernels } from '../kernels/index';
import type { Model } from '../model/graph';
import { Flow } from '../nn/reconstruct/flow';
import type { NetworkToRound } from '../nn/reconstruct/layers';
import { type RoundingProblem, problemOf } from '../nn/reconstruct/problem';
import { madeOn, recipeValues, roundablesOf } from '../nn/reconstruct/roundable';
import type { RoundedWeights } from '../experiment/spec';
import { type WeightValues, weightValuesOf } from '../model/weight-values';
import { type AdaRoundResult, adaRound, type AdaRoundSettings, type AdaRoundStep } from '../rounding/adaround';
import { BETA_DEFAULTS, betaAt } from '../rounding/beta-schedule';
import { fractionAt, nearestUps, type RoundingChoices, valuesWith } from '../rounding/choices';
import { momentLoss } from '../rounding/moment-loss';
import { polarization, rectifiedSigmoid } from '../rounding/rectified-sigmoid';
import { roundingSettings } from '../rounding/from-screen';
import type { RoundedLayer, RoundingLeg, RoundingSnapshot } from './round-reports';

/** Bins of a histogram of h. */
const H_BINS = 25;

/**
 * What a layer sees: the layers before it under their recipes, where only some are rounded, else in float. Throws RangeError
 * for a layer that cannot be rounded by its outputs.
 */
export function* layerProblem(given: NetworkToRound, layer: string): Generator<void, RoundingProblem, void> {
  const { model, side, kernels, inputs, images, only, settings } = given;
  const roundable = roundablesOf(model, side, kernels).find((one) => one.layer === layer);
  if (roundable === undefined) throw new RangeError(`${layer} has no scales to round on.`);
  const values = model.kernels.map((_, index) => recipeValues(model, side, kernels, index));
  const quantized = only === null ? null : { flow: new Flow(model, inputs, images), values };
  return yield* problemOf(given, roundable, { float: new Flow(model, inputs, images), quantized }, settings.activation);
}

/** AdaRound on one layer, in parts, with a snapshot every so many steps. */
export class LayerRun {
  private readonly snapshots: RoundingSnapshot[] = [];
  private readonly layer: RoundedLayer;
  private readonly work: Generator<AdaRoundStep, AdaRoundResult, void>;
  private result: AdaRoundResult | null = null;
  private done = 0;
  private readonly settings: AdaRoundSettings;

  constructor(
    private readonly problem: RoundingProblem,
    private readonly given: NetworkToRound,
    private readonly every: number,
  ) {
    this.settings = given.settings.adaround;
    this.layer = describe(problem, given.images, this.settings);
    this.work = adaRound(problem.layer.choices, problem.loss, this.settings);
    this.snapshots.push(this.snapshot(Float64Array.from(this.layer.fractions)));
  }

  /** Goes on up to `until` steps. Yields after every step. */
  *run(until: number): Generator<{ iteration: number; iterations: number }, void, void> {
    const { iterations } = this.settings;
    while (this.done < Math.min(until, iterations)) {
      const step = this.work.next();
      if (step.done === true) break;
      this.done++;
      if (this.done % this.every === 0 || this.done === iterations)
        this.snapshots.push(
          this.snapshot(
            step.value.v.map((v) => rectifiedSigmoid(v)),
            step.value.v,
          ),
        );
      yield { iteration: this.done, iterations };
    }
    if (this.done < iterations || this.result !== null) return;
    const last = this.work.next();
    if (last.done === true) this.result = last.value;
  }

  leg(have: number): RoundingLeg {
    // What is sent away is gone: these stay for a leg that asks again.
    const { base, nearestUps: ups, fractions, ...layer } = this.layer;
    return {
      layer: { ...layer, base: base.slice(), nearestUps: ups.slice(), fractions: fractions.slice() },
      snapshots: this.snapshots.slice(have).map((one) => {
        return { ...one, histogram: one.histogram.slice(), ups: one.ups.slice() };
      }),
      result: this.result && { set: this.madeOf(this.result), gains: this.gains(this.result) },
    };
  }

  dispose(): void {
    this.problem.dispose();
  }

  private snapshot(h: Float64Array, v: Float64Array | null = null): RoundingSnapshot {
    const { loss, layer } = this.problem;
    const { choices } = layer;
    const { beta, active } = betaAt(Math.max(this.done - 1, 0), {
      ...BETA_DEFAULTS,
      ...this.settings.schedule,
      ...this.settings,
    });
    const ups = Uint8Array.from(h, (each) => (each >= 0.5 ? 1 : 0));
    const nearest = nearestUps(choices);
    const histogram = new Uint32Array(H_BINS);
    for (const each of h) histogram[Math.min(Math.floor(each * H_BINS), H_BINS - 1)]!++;
    const regularizer = v === null || !active ? 0 : v.reduce((sum, each) => sum + polarization(each, beta).value, 0);
    return {
      ...{ iteration: this.done, beta, active, histogram },
      soft: loss.evaluate(valuesWith(choices, (i) => h[i]!)).error,
      hard: loss.evaluate(valuesWith(choices, (i) => ups[i]!)).error,
      penalty: this.layer.lambda * regularizer,
      undecided: h.reduce((count, each) => count + (each > 0.05 && each < 0.95 ? 1 : 0), 0) / h.length,
      flipped: ups.reduce((count, up, i) => count + (up === nearest[i] ? 0 : 1), 0),
      ups: packed(ups),
    };
  }

  private madeOf({ values }: AdaRoundResult): WeightValues {
    const { model } = this.given;
    const { layer } = this.problem;
    return weightValuesOf(
      model,
      model.kernels.map((_, index) => (index === layer.kernel ? madeOn(layer, values) : null)),
    );
  }

  /** What each flip saves: the error is quadratic, so one gradient and the diagonal say it exactly. */
  private gains({ values, ups, nearestUps: nearest }: AdaRoundResult): Float32Array {
    const { moments, layer } = this.problem;
    const { choices, columns, rows } = layer;
    const { gradient } = momentLoss(choices.weights, moments).evaluate(values);
    const back = valuesWith(choices, (i) => nearest[i]!);
    const diagonals = new Map<number, Float64Array>();
    return Float32Array.from(values, (value, i) => {
      if (ups[i] === nearest[i]) return 0;
      const column = layer.reading.depthwise ? i % columns : 0;
      const matrix = diagonals.get(column) ?? moments.matrix('quantized', column);
      diagonals.set(column, matrix);
      const row = Math.floor(i / columns);
      const shift = back[i]! - value;
      return gradient[i]! * shift + matrix[row * rows + row]! * shift ** 2;
    });
  }
}

function describe(
  { layer, loss, pair, behindRelu }: RoundingProblem,
  images: number,
  settings: AdaRoundSettings,
): RoundedLayer {
  const { choices, rows, columns, reading } = layer;
  const nearest = nearestUps(choices);
  const errorOf = (up: (i: number) => number): number => loss.evaluate(valuesWith(choices, up)).error;
  return {
    ...{ layer: layer.layer, rows, columns, taps: [reading.kernel[0], reading.kernel[1]], images },
    positions: pair.positions,
    lambda: settings.relativeLambda * loss.errorOnFloatInputs(valuesWith(choices, (i) => nearest[i]!)),
    nearest: errorOf((i) => nearest[i]!),
    floor: errorOf(() => 0),
    ceil: errorOf(() => 1),
    base: Int16Array.from(choices.base),
    ...ends(choices),
    nearestUps: packed(nearest),
    fractions: Float32Array.from(choices.weights, (_, i) => fractionAt(choices, i)),
    behindRelu,
  };
}

function ends({ low, high }: RoundingChoices): { low: number; high: number } {
  return { low: low.reduce((a, b) => Math.min(a, b), 0), high: high.reduce((a, b) => Math.max(a, b), 0) };
}

/** One bit each, lowest first. */
function packed(bits: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => (bytes[i >> 3]! |= bit << (i & 7)));
  return bytes;
}

/** What some weights are made of. Throws RangeError where there are no images. */
export function networkToRound(
  { model, kernels }: { readonly model: Model; readonly kernels: Kernels },
  images: { readonly pixels: Uint8Array; readonly labels: Uint8Array } | null,
  { method, under, layers, params }: RoundedWeights,
): NetworkToRound {
  if (images === null) throw new RangeError('No images are loaded in this worker.');
  const { mean, std } = model.preprocess;
  const settings = roundingSettings(params);
  const wanted = method === 'joint-adaround' ? settings.joint.images : settings.images;
  const count = Math.min(wanted, images.labels.length);
  const size = images.pixels.length / images.labels.length;
  const inputs = Float32Array.from(images.pixels.subarray(0, count * size), (pixel) => (pixel / 255 - mean) / std);
  return { model, side: under, inputs, images: count, kernels, settings, only: layers ?? null };
}
