/** The kernels that `runOwn` calls by name: see the operations that call them for what they compute. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Heap, sizeOf } from './heap';
import { type Kernel, kernel } from './kernel';

type Inputs<Names extends string> = Readonly<Record<Names, TensorInfo>>;

/** What outputs are clipped to; those at or beyond a bound pass no gradient on. */
interface BoundAttributes {
  readonly low: number;
  readonly high: number;
}

export function activationKernels(heap: Heap): Kernel[] {
  const { instructions } = heap;
  return [
    kernel<Inputs<'x' | 'bias'>, BoundAttributes>('BiasAdd', ({ inputs: { x, bias }, attrs: { low, high } }) => {
      const [y, range] = [heap.output(x.shape), heap.output([2])];
      const [channels, count] = [sizeOf(bias.shape), sizeOf(x.shape)];
      const scratch = heap.scratch(instructions.biasScratch(channels));
      const places = [heap.at(x), heap.at(bias), heap.at(y), heap.at(range)] as const;
      instructions.biasAdd(...places, scratch, count, channels, low, high);
      return [y, range];
    }),
    kernel<Inputs<'dy' | 'y'>, BoundAttributes>('BiasAddGrad', ({ inputs: { dy, y }, attrs: { low, high } }) => {
      const channels = dy.shape.at(-1) ?? 1;
      const [dx, dbias] = [heap.output(dy.shape), heap.output([channels])];
      const scratch = heap.scratch(instructions.biasScratch(channels));
      const [count, ...places] = [sizeOf(dy.shape), heap.at(dy), heap.at(y), heap.at(dx), heap.at(dbias)] as const;
      instructions.biasGradient(...places, scratch, count, channels, low, high);
      return [dx, dbias];
    }),
    kernel<Inputs<'x'>>('Gelu', ({ inputs: { x } }) => {
      const y = heap.output(x.shape);
      instructions.gelu(heap.at(x), heap.at(y), sizeOf(x.shape));
      return y;
    }),
    kernel<Inputs<'dy' | 'x'>>('GeluGrad', ({ inputs: { dy, x } }) => {
      const dx = heap.output(x.shape);
      instructions.geluGradient(heap.at(dy), heap.at(x), heap.at(dx), sizeOf(x.shape));
      return dx;
    }),
  ];
}

interface Epsilon {
  readonly epsilon: number;
}

export function normalizationKernels(heap: Heap): Kernel[] {
  const { instructions } = heap;
  return [
    kernel<Inputs<'x' | 'gamma' | 'beta'>, Epsilon>('BatchNormTraining', ({ inputs: { x, gamma, beta }, attrs }) => {
      const channels = sizeOf(gamma.shape);
      const [y, mean, variance] = [heap.output(x.shape), heap.output([channels]), heap.output([channels])];
      const scratch = heap.scratch(instructions.batchNormScratch(channels));
      const places = [x, gamma, beta, y, mean, variance].map((tensor) => heap.at(tensor)) as SixPlaces;
      instructions.batchNorm(...places, scratch, sizeOf(x.shape), channels, attrs.epsilon);
      return [y, mean, variance];
    }),
    kernel<Inputs<'x' | 'dy' | 'gamma' | 'mean' | 'variance' | 'dmean' | 'dvariance'>, Epsilon>(
      'BatchNormTrainingGrad',
      ({ inputs: { x, dy, gamma, mean, variance, dmean, dvariance }, attrs }) => {
        const channels = sizeOf(gamma.shape);
        const [dx, dgamma, dbeta] = [heap.output(x.shape), heap.output([channels]), heap.output([channels])];
        const scratch = heap.scratch(instructions.batchNormScratch(channels));
        instructions.batchNormGradient(
          heap.at(x),
          heap.at(dy),
          heap.at(gamma),
          heap.at(mean),
          heap.at(variance),
          heap.at(dmean),
          heap.at(dvariance),
          heap.at(dx),
          heap.at(dgamma),
          heap.at(dbeta),
          scratch,
          sizeOf(x.shape),
          channels,
          attrs.epsilon,
        );
        return [dx, dgamma, dbeta];
      },
    ),
    kernel<Inputs<'x' | 'gamma' | 'beta'>, Epsilon>('LayerNorm', ({ inputs: { x, gamma, beta }, attrs }) => {
      const [y, width] = [heap.output(x.shape), sizeOf(gamma.shape)];
      const rows = sizeOf(x.shape) / width;
      instructions.layerNorm(heap.at(x), heap.at(gamma), heap.at(beta), heap.at(y), rows, width, attrs.epsilon);
      return y;
    }),
    kernel<Inputs<'dy' | 'x' | 'gamma'>, Epsilon>('LayerNormGrad', ({ inputs: { dy, x, gamma }, attrs }) => {
      const width = sizeOf(gamma.shape);
      const [dx, dgamma, dbeta] = [heap.output(x.shape), heap.output([width]), heap.output([width])];
      const scratch = heap.scratch(instructions.layerNormScratch(width));
      const places = [dy, x, gamma, dx, dgamma, dbeta].map((tensor) => heap.at(tensor)) as SixPlaces;
      instructions.layerNormGradient(...places, scratch, sizeOf(x.shape) / width, width, attrs.epsilon);
      return [dx, dgamma, dbeta];
    }),
  ];
}

type SixPlaces = [number, number, number, number, number, number];

interface Range {
  readonly qmin: number;
  readonly qmax: number;
}

export function quantizationKernels(heap: Heap): Kernel[] {
  const { instructions } = heap;
  return [
    kernel<Inputs<'x' | 'scale'>, Range>('FakeQuantize', ({ inputs: { x, scale }, attrs: { qmin, qmax } }) => {
      const [y, channels] = [heap.output(x.shape), sizeOf(scale.shape)];
      const scratch = heap.scratch(instructions.quantizeScratch(channels));
      const count = sizeOf(x.shape);
      instructions.fakeQuantize(heap.at(x), heap.at(scale), heap.at(y), scratch, count, channels, qmin, qmax);
      return y;
    }),
    kernel<Inputs<'dy' | 'x' | 'scale'>, Range & { readonly rounded: boolean }>(
      'FakeQuantizeGrad',
      ({ inputs: { dy, x, scale }, attrs: { qmin, qmax, rounded } }) => {
        const [dx, channels] = [heap.output(x.shape), sizeOf(scale.shape)];
        const scratch = heap.scratch(instructions.quantizeScratch(channels));
        const places = [heap.at(dy), heap.at(x), heap.at(scale), heap.at(dx)] as const;
        instructions.fakeQuantizeGradient(...places, scratch, sizeOf(x.shape), channels, qmin, qmax, rounded);
        return dx;
      },
    ),
    kernel<Inputs<'x'>, { readonly channels: number; readonly qmax: number }>(
      'AbsMaxScale',
      ({ inputs: { x }, attrs: { channels, qmax } }) => {
        const scales = heap.output([channels]);
        const scratch = heap.scratch(instructions.quantizeScratch(channels));
        instructions.absMaxScale(heap.at(x), heap.at(scales), scratch, sizeOf(x.shape), channels, qmax);
        return scales;
      },
    ),
    kernel<Inputs<'x'>>('ObservedRange', ({ inputs: { x } }) => {
      const range = heap.output([2]);
      instructions.valueRange(heap.at(x), heap.at(range), sizeOf(x.shape));
      return range;
    }),
  ];
}

interface Stretch {
  readonly zeta: number;
  readonly gamma: number;
}

interface AdamAttributes {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly scale1: number;
  readonly scale2: number;
}

export function optimizationKernels(heap: Heap): Kernel[] {
  const { instructions } = heap;
  return [
    kernel<Inputs<'v'>, Stretch>('RectifiedSigmoid', ({ inputs: { v }, attrs: { zeta, gamma } }) => {
      const h = heap.output(v.shape);
      instructions.rectifiedSigmoid(heap.at(v), heap.at(h), sizeOf(v.shape), zeta, gamma);
      return h;
    }),
    kernel<Inputs<'dy' | 'v'>, Stretch>('RectifiedSigmoidGrad', ({ inputs: { dy, v }, attrs: { zeta, gamma } }) => {
      const dv = heap.output(v.shape);
      instructions.rectifiedSigmoidGradient(heap.at(dy), heap.at(v), heap.at(dv), sizeOf(v.shape), zeta, gamma);
      return dv;
    }),
    kernel<Inputs<'logits' | 'labels'>>('SoftmaxCrossEntropy', ({ inputs: { logits, labels } }) => {
      const [rows = 0, width = 0] = logits.shape;
      const [loss, gradient] = [heap.output([]), heap.output(logits.shape)];
      const places = [heap.at(logits), heap.at(labels), heap.at(gradient), heap.at(loss)] as const;
      instructions.softmaxCrossEntropy(...places, rows, width);
      return [loss, gradient];
    }),
    kernel<Inputs<'value' | 'm' | 'v' | 'gradient'>, AdamAttributes>('AdamStep', ({ inputs, attrs }) => {
      const { shape } = inputs.value;
      const [value, m, v] = [heap.output(shape), heap.output(shape), heap.output(shape)];
      const { rate, beta1, beta2, epsilon, scale1, scale2 } = attrs;
      instructions.adamStep(
        heap.at(inputs.value),
        heap.at(inputs.m),
        heap.at(inputs.v),
        heap.at(inputs.gradient),
        heap.at(value),
        heap.at(m),
        heap.at(v),
        sizeOf(shape),
        rate,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        epsilon,
        scale1,
        scale2,
      );
      return [value, m, v];
    }),
  ];
}
