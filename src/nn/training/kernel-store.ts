import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../kernels/index';
import type { Model } from '../../model/graph';
import { type WeightValues, weightValuesOf } from '../../model/weight-values';
import type { Trainable } from '../../training/optimizer';
import { type Parameter, parametersOf, withValues } from '../../training/parameters';
import type { QuantizationSettings } from '../../training/settings';
import { type StepGrid, type WeightQuantizer, mean } from '../../training/weight-quantizer';
import { weightQuantizer } from '../../training/weight-quantizers';
import type { ActivationQuantizer } from './activation-quantizer';
import type { BoundWeights } from './pass';
import type { Fold, PassPlan } from './plan';

/** Makes a tensor of a list of numbers the first time its key is asked for; null: it takes no gradient. */
type MakeOnce = (
  key: string | Float32Array,
  values: Float32Array,
  shape: readonly number[],
  receive: ((gradient: Float32Array) => void) | null,
) => Tensor;

type Gradients = Map<Float32Array, ArrayLike<number>>;

/** A kernel as it is being learned. */
export interface WatchedKernel {
  /** Live: not to be changed, nor kept. */
  readonly latent: Float32Array;
  /** Null: float, or levels that are not evenly spaced. */
  readonly grid: StepGrid | null;
}

interface TrainedKernel {
  readonly parameter: Parameter;
  readonly shape: readonly number[];
  readonly quantizer: WeightQuantizer | null;
  /** The batch normalization folded into it. */
  readonly fold: Fold | null;
}

/** All weights of a model in training, in float, and what the network sees of them. */
export class KernelStore {
  private readonly parameters: ReadonlyMap<Float32Array, Parameter>;
  private readonly running: ReadonlyMap<Float32Array, Float32Array>;
  private readonly all: readonly TrainedKernel[];

  constructor(model: Model, plan: PassPlan, quantization: QuantizationSettings | null, kernels: Kernels) {
    this.parameters = new Map(parametersOf(model).map((parameter) => [parameter.original, parameter]));
    const norms = model.nodes.flatMap(({ op }) => (op.kind === 'batch-norm' ? [op.mean, op.variance] : []));
    this.running = new Map(norms.map((original) => [original, original.slice()]));
    this.all = model.kernels.map(({ info, data }, index) => {
      const parameter = this.parameterOf(data);
      const fold = plan.foldOf.get(index) ?? null;
      const scheme = quantization?.weights[info.name];
      const start = { data: fold === null ? data : this.folded(data, fold), shape: info.shape, layout: info.layout };
      const quantizer = scheme === undefined ? null : weightQuantizer(scheme, start, kernels);
      return { parameter, shape: info.shape, quantizer, fold };
    });
  }

  trainables(): readonly Trainable[] {
    const weights = [...this.parameters.values()].map(({ kind, values }): Trainable => {
      return { values, decays: kind === 'kernel', unit: 1, floor: -Infinity };
    });
    const scales = this.all.flatMap(({ quantizer }): Trainable[] => {
      if (!quantizer?.learned) return [];
      const { values, floor } = quantizer.learned;
      const unit = quantizer.learned.unit ?? mean(values);
      return [{ values, decays: false, unit, floor: floor ?? unit * 1e-3 }];
    });
    return [...weights, ...scales];
  }

  /** After the optimizer has moved the weights. */
  settle(): void {
    for (const { parameter, quantizer, fold } of this.all) if (fold === null) quantizer?.settle?.(parameter.values);
  }

  /** Each kernel as the network sees it now, in the order of the model. */
  seen(): readonly Float32Array[] {
    return this.all.map(({ parameter, quantizer, fold }) =>
      quantizer === null ? parameter.values : quantizer.quantize(this.folded(parameter.values, fold)),
    );
  }

  kernels(): readonly { readonly latent: Float32Array; readonly seen: Float32Array }[] {
    const seen = this.seen();
    return this.all.map(({ parameter, fold }, index) => ({
      latent: this.folded(parameter.values, fold).slice(),
      seen: (seen[index] ?? new Float32Array(0)).slice(),
    }));
  }

  /**
   * The weights as they are deployed. A batch normalization that is folded into its kernel is left with a gain of 1: what is
   * quantized is the kernel with the normalization in it.
   */
  deployed(model: Model): WeightValues {
    const replaced = new Map<Float32Array, Float32Array>();
    const made = this.all.map(({ parameter, quantizer, fold }) => {
      const latent = this.folded(parameter.values, fold);
      if (fold !== null) this.takeGain(parameter, fold, latent, replaced);
      return quantizer?.made(latent) ?? null;
    });
    return weightValuesOf(
      withValues(model, (original) => replaced.get(original) ?? this.vector(original)),
      made,
    );
  }

  private takeGain(
    { original }: Parameter,
    fold: Fold,
    latent: Float32Array,
    replaced: Map<Float32Array, Float32Array>,
  ): void {
    const { op, norm } = fold;
    const gains = this.gains(fold);
    const times = (values: Float32Array): Float32Array => values.map((value, channel) => value * (gains[channel] ?? 1));
    replaced.set(original, latent);
    replaced.set(norm.mean, times(this.vector(norm.mean)));
    replaced.set(
      norm.variance,
      norm.variance.map(() => 1 - norm.epsilon),
    );
    if (norm.gamma !== null)
      replaced.set(
        norm.gamma,
        norm.gamma.map(() => 1),
      );
    if (op.bias !== null) replaced.set(op.bias, times(this.vector(op.bias)));
  }

  /** Each kernel in float, with its grid; for looking only. */
  latents(): readonly WatchedKernel[] {
    return this.all.map(({ parameter, quantizer, fold }) => {
      return { latent: this.folded(parameter.values, fold), grid: quantizer?.grid ?? null };
    });
  }

  /** Current numbers of an array of the model. */
  vector(original: Float32Array): Float32Array {
    return this.running.get(original) ?? this.parameterOf(original).values;
  }

  /** Running statistics of batch normalization. */
  statistics(): readonly Float32Array[] {
    return [...this.running.values()];
  }

  /** The tensors of one pass; gradients of what is trained are added up in `gradients`, by the array they belong to. */
  bindInto(
    once: MakeOnce,
    seen: readonly Float32Array[],
    activations: ReadonlyMap<number, ActivationQuantizer>,
    gradients: Gradients,
  ): BoundWeights {
    const addTo = (array: Float32Array) => (gradient: ArrayLike<number>) => addGradient(gradients, array, gradient);
    return {
      kernel: (index) => {
        const kernel = this.kernelAt(index);
        const receive = (gradient: Float32Array): void => this.receive(kernel, gradient, gradients);
        return once(`kernel ${index}`, seen[index] ?? kernel.parameter.values, kernel.shape, receive);
      },
      latent: (index) => {
        const { parameter, shape } = this.kernelAt(index);
        return once(`latent ${index}`, parameter.values, shape, addTo(parameter.values));
      },
      vector: (original) => {
        const values = this.vector(original);
        return once(original, values, [values.length], this.running.has(original) ? null : addTo(values));
      },
      learned: (site) => {
        const values = activations.get(site)?.learned ?? null;
        if (values === null) return null;
        const decay = activations.get(site)?.decay ?? 0;
        const receive = ([gradient = 0]: Float32Array): void =>
          addGradient(gradients, values, [gradient + decay * (values[0] ?? 0)]);
        return once(`learned ${site}`, values, [], receive);
      },
    };
  }

  /** Makes every tensor that is trained: those that a gradient is taken by must exist before the pass. */
  touch(weights: BoundWeights, activations: ReadonlyMap<number, ActivationQuantizer>): void {
    this.all.forEach(({ fold }, index) => {
      weights.kernel(index);
      if (fold !== null) weights.latent(index);
    });
    for (const { kind, original } of this.parameters.values()) if (kind === 'vector') weights.vector(original);
    for (const site of activations.keys()) weights.learned(site);
  }

  /** Takes the gradient of a kernel as seen back through the quantizer and the batch normalization folded into it. */
  private receive({ parameter, quantizer, fold }: TrainedKernel, upstream: Float32Array, gradients: Gradients): void {
    const { values } = parameter;
    if (quantizer === null) {
      addGradient(gradients, values, upstream);
      return;
    }
    const gradient = quantizer.gradient(this.folded(values, fold), upstream);
    if (quantizer.learned !== null) addGradient(gradients, quantizer.learned.values, quantizer.learned.gradient);
    if (fold === null) {
      addGradient(gradients, values, gradient);
      return;
    }
    const gains = this.gains(fold);
    const inverse = this.inverses(fold);
    const channels = gains.length;
    addGradient(
      gradients,
      values,
      gradient.map((g, i) => g * (gains[i % channels] ?? 1)),
    );
    if (fold.norm.gamma === null) return;
    const ofGamma = new Float64Array(channels);
    gradient.forEach((g, i) => {
      const channel = i % channels;
      ofGamma[channel] = (ofGamma[channel] ?? 0) + g * (values[i] ?? 0) * (inverse[channel] ?? 1);
    });
    addGradient(gradients, this.vector(fold.norm.gamma), ofGamma);
  }

  /** Weights times gamma / sqrt(variance + epsilon) of their output channel, the last axis (Jacob et al. 2018, eq. 14). */
  private folded(values: Float32Array, fold: Fold | null): Float32Array {
    if (fold === null) return values;
    const gains = this.gains(fold);
    return values.map((value, index) => value * (gains[index % gains.length] ?? 1));
  }

  private gains(fold: Fold): Float64Array {
    const gamma = fold.norm.gamma === null ? null : this.vector(fold.norm.gamma);
    return this.inverses(fold).map((inverse, channel) => inverse * (gamma?.[channel] ?? 1));
  }

  private inverses({ norm }: Fold): Float64Array {
    return Float64Array.from(this.vector(norm.variance), (variance) => 1 / Math.sqrt(variance + norm.epsilon));
  }

  private kernelAt(index: number): TrainedKernel {
    const kernel = this.all[index];
    if (kernel === undefined) throw new RangeError(`The network has no kernel ${index}.`);
    return kernel;
  }

  private parameterOf(original: Float32Array): Parameter {
    const parameter = this.parameters.get(original);
    if (parameter === undefined) throw new RangeError('The model has no such weights.');
    return parameter;
  }
}

function addGradient(gradients: Gradients, array: Float32Array, gradient: ArrayLike<number>): void {
  const before = gradients.get(array);
  gradients.set(array, before === undefined ? gradient : Float64Array.from(gradient, (g, i) => g + (before[i] ?? 0)));
}
