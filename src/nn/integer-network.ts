import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { quantizeFixed } from '../activations/apply';
import type { Side } from '../experiment/spec';
import { accumulate } from '../integer/layer';
import type { IntegerLayer } from '../integer/plan';
import { type IntegerNetwork, inputCodes, integerNetwork } from '../integer/prepare';
import { type IntegerRun, runIntegers } from '../integer/run';
import { termsOf } from '../integer/terms';
import type { CalibratedTaps } from '../jobs/activation-reports';
import type { IntegerAgreement, IntegerPlace, IntegerReport } from '../jobs/integer-reports';
import { integerRunner } from '../inference/integer-runs';
import type { Kernels } from '../kernels/index';
import type { Model } from '../model/graph';
import { forward } from './forward';
import type { ImageStore } from './images';
import { inputOf } from './input';
import { NetworkWeights } from './network';
import { QuantizedKernels } from './quantized-kernels';
import { QuantizedTaps } from './taps';
import { firstLargest } from './tasks/tally';
import { resultOf } from '../numerics/steps';

/** Images of one simulated batch. */
const BATCH = 20;

/** A network in integer arithmetic alone beside its simulation in float32. */
export class IntegerComparison {
  private readonly quantized: QuantizedKernels;
  private readonly taps: QuantizedTaps;

  constructor(
    private readonly model: Model,
    private readonly images: ImageStore,
    private readonly kernels: Kernels,
  ) {
    this.quantized = new QuantizedKernels(model, kernels);
    this.taps = new QuantizedTaps(model, kernels);
  }

  /** One output of one layer with every term of its sum. Throws IntegerError where the side has no integer form. */
  explain(side: Side, calibrated: CalibratedTaps, layer: string, { image, at: asked }: IntegerPlace): IntegerReport {
    const network = integerNetwork(this.model, side, calibrated, this.kernels);
    const found = network.plan.steps.find((step) => step.kind === 'layer' && step.layer.name === layer);
    if (found?.kind !== 'layer') throw new RangeError(`The network has no layer "${layer}" with weights.`);
    const node = this.model.nodes.findIndex(({ op }) => 'kernel' in op && this.nameOf(op.kernel) === layer);
    const { to } = found.layer.geometry;
    const input = this.imageCodes(network, image);
    const codes = runIntegers(network.plan, input).inputs.get(layer) ?? input;
    const at = asked === null ? largestOutput(found.layer, codes) : moved(asked, to);
    const index = (at[0] * to[1] + at[1]) * to[2] + at[2];
    return {
      layer,
      image,
      at,
      outputs: to,
      terms: termsOf(found.layer, codes, at),
      floatValue: this.outputOf(null, {}, node, image)[index] ?? 0,
      simulatedValue: this.outputOf(withIntegerBias(side), calibrated, node, image)[index] ?? 0,
    };
  }

  /** Runs images [from, to) both ways and counts what differs. Throws IntegerError where the side has no integer form. */
  *agree(
    side: Side,
    calibrated: CalibratedTaps,
    from: number,
    to: number,
  ): Generator<{ done: number; total: number }, IntegerAgreement, void> {
    const network = integerNetwork(this.model, side, calibrated, this.kernels);
    const tally = { images: to - from, samePredictions: 0, codes: 0, differing: 0, largest: 0 };
    const weights = this.weightsOf(withIntegerBias(side), calibrated);
    const run = integerRunner(network.plan, this.kernels.kind === 'plain');
    try {
      for (let start = from; start < to; start += BATCH) {
        const end = Math.min(start + BATCH, to);
        const simulated = this.simulate(network, weights, start, end);
        const codes = Array.from({ length: end - start }, (_, row) => this.imageCodes(network, start + row));
        run(codes).forEach((one, row) => compare(one, simulated, row, tally));
        yield { done: end - from, total: to - from };
      }
    } finally {
      weights.dispose();
    }
    return tally;
  }

  private nameOf(kernel: number): string {
    return this.model.kernels[kernel]?.info.name ?? '';
  }

  private imageCodes(network: IntegerNetwork, image: number): Int32Array {
    return inputCodes(network, inputOf(this.model, this.images, image, image + 1), this.kernels);
  }

  private weightsOf(side: Side | null, calibrated: CalibratedTaps): NetworkWeights {
    const kernels = side === null ? this.quantized.trained() : resultOf(this.quantized.under(side));
    const { biases } = this.taps.under(side, calibrated, kernels);
    return new NetworkWeights(
      this.model,
      kernels.map(({ values }) => values),
      biases,
    );
  }

  /** Output of one node for one image, after its activation. */
  private outputOf(side: Side | null, calibrated: CalibratedTaps, node: number, image: number): Float32Array {
    const weights = this.weightsOf(side, calibrated);
    const { feed } = this.taps.under(side, calibrated, []);
    let found = new Float32Array(0);
    const tap = (index: number, output: Tensor): Tensor => {
      if (index === node) found = (output.dataSync() as Float32Array<ArrayBuffer>).slice();
      return output;
    };
    const known = new Map([[0, this.batch(image, image + 1)]]);
    forward({ model: this.model, weights, known, from: 1, tap, feed }).dispose();
    weights.dispose();
    return found;
  }

  private simulate({ taps }: IntegerNetwork, weights: NetworkWeights, from: number, to: number): Simulated {
    const codes = new Map<string, Int32Array>();
    const feed = (kernel: number, input: Tensor): Tensor => {
      const layer = this.nameOf(kernel);
      const tap = taps.get(layer);
      if (tap === undefined) return input;
      const made = quantizeFixed(input.dataSync() as Float32Array, tap.scales, tap.recipe, this.kernels);
      codes.set(layer, made.codes);
      return tensor(made.values, input.shape);
    };
    const known = new Map([[0, this.batch(from, to)]]);
    const output = forward({ model: this.model, weights, known, from: 1, feed });
    const logits = output.dataSync() as Float32Array;
    output.dispose();
    return { codes, logits, images: to - from };
  }

  private batch(from: number, to: number): Tensor {
    return tensor(inputOf(this.model, this.images, from, to), [to - from, ...this.model.card.input.shape]);
  }
}

interface Simulated {
  /** Codes of a batch by layer, image after image. */
  readonly codes: ReadonlyMap<string, Int32Array>;
  readonly logits: Float32Array;
  readonly images: number;
}

type Tally = { -readonly [Key in keyof IntegerAgreement]: number };

function compare(run: IntegerRun, simulated: Simulated, row: number, tally: Tally): void {
  const [, ...later] = run.inputs;
  for (const [layer, codes] of later) {
    const other = simulated.codes.get(layer) ?? codes;
    const offset = row * codes.length;
    for (let at = 0; at < codes.length; at++) {
      const distance = Math.abs(codes[at]! - other[offset + at]!);
      tally.codes++;
      if (distance > 0) tally.differing++;
      tally.largest = Math.max(tally.largest, distance);
    }
  }
  const { logits } = run;
  const own = firstLargest(logits, 0, logits.length);
  if (own === firstLargest(simulated.logits, row * logits.length, logits.length)) tally.samePredictions++;
}

/** Integer sums have integer biases, whatever the side says. */
function withIntegerBias(side: Side): Side {
  const { activations } = side;
  return activations === undefined ? side : { ...side, activations: { ...activations, bias: 'int32' } };
}

type Position = readonly [number, number, number];

function moved(asked: Position, sizes: Position): Position {
  const within = (axis: 0 | 1 | 2): number => Math.min(Math.max(Math.trunc(asked[axis]), 0), sizes[axis] - 1);
  return [within(0), within(1), within(2)];
}

function largestOutput(layer: IntegerLayer, codes: Int32Array): Position {
  const { geometry, input, weights, bias, kernel } = layer;
  const sums = accumulate(geometry, codes, input.zeroPoint, weights, bias);
  const [, columns, channels] = geometry.to;
  let best = 0;
  const real = (at: number): number => (sums[at] ?? 0) * (kernel.scales[at % kernel.scales.length] ?? 1);
  for (let at = 1; at < sums.length; at++) if (real(at) > real(best)) best = at;
  const position = Math.floor(best / channels);
  return [Math.floor(position / columns), position % columns, best % channels];
}
