import { type Tensor, type Tensor1D, abs, mean } from '@tensorflow/tfjs-core';
import { type LsqRange, lsqGradientScale } from '../../training/learned-scale';
import { RangeObserver } from '../../training/range-observer';
import type { ActivationScheme } from '../../training/settings';
import { observedRange, rectifiedFakeQuantize } from '../gradients/ops';
import type { ActivationQuantizer } from './activation-quantizer';
import { dorefaActivations, learnedFakeQuantize, pact, quantizeOnGrid, scaledGrid } from './fake-quant';
import { XnorInput } from './xnor-input';

/** @param features values at the place for one example. */
export function activationQuantizer(scheme: ActivationScheme, features: number): ActivationQuantizer {
  if (scheme.kind === 'ema') return new ObservedRange(scheme);
  if (scheme.kind === 'lsq') return new LearnedStep(scheme.bits, features);
  if (scheme.kind === 'pact') return new LearnedEnd(scheme);
  if (scheme.kind === 'xnor') return new XnorInput();
  return { ...STATELESS, apply: (x) => dorefaActivations(x, scheme.bits) };
}

const STATELESS = {
  learned: null,
  decay: 0,
  start: (): void => undefined,
  state: (): readonly number[] => [],
  restore: (): void => undefined,
};

class ObservedRange implements ActivationQuantizer {
  readonly learned = null;
  readonly decay = 0;
  private readonly observer: RangeObserver;

  constructor(private readonly scheme: Extract<ActivationScheme, { kind: 'ema' }>) {
    this.observer = new RangeObserver(scheme.averaging);
  }

  apply(x: Tensor, _learned: Tensor | null, observes: boolean): Tensor {
    if (this.wants(observes)) this.observer.observe(...extremes(x));
    return quantizeOnGrid(x, this.observer.grid(this.scheme.bits), this.scheme.ste);
  }

  rectified(sums: Tensor, bias: Tensor1D, observes: boolean): Tensor {
    return rectifiedFakeQuantize(sums, bias, (range) => {
      if (this.wants(observes)) this.observer.observe(...range);
      return scaledGrid(this.observer.grid(this.scheme.bits), this.scheme.ste);
    });
  }

  private wants(observes: boolean): boolean {
    return observes || Number.isNaN(this.observer.low);
  }

  start(): void {
    // The first batch of the training itself sets the range.
  }

  state(): readonly number[] {
    return [this.observer.low, this.observer.high];
  }

  restore([low = NaN, high = NaN]: readonly number[]): void {
    [this.observer.low, this.observer.high] = [low, high];
  }
}

class LearnedStep implements ActivationQuantizer {
  readonly learned = Float32Array.of(NaN);
  readonly decay = 0;
  private isSigned = false;

  constructor(
    private readonly bits: number,
    private readonly features: number,
  ) {}

  apply(x: Tensor, learned: Tensor | null): Tensor {
    if (learned === null) throw new RangeError('A learned scale needs its tensor.');
    return learnedFakeQuantize(x, learned, this.range(), lsqGradientScale(this.features, this.range()));
  }

  start(x: Tensor): void {
    this.isSigned = extremes(x)[0] < 0;
    const size = mean(abs(x)).dataSync()[0] ?? 0;
    this.learned[0] = (2 * size) / Math.sqrt(Math.max(this.range().high, 1)) || 1;
  }

  state(): readonly number[] {
    return [this.isSigned ? 1 : 0];
  }

  restore([isSigned = 0]: readonly number[]): void {
    this.isSigned = isSigned === 1;
  }

  private range(): LsqRange {
    return this.isSigned
      ? { low: -(2 ** (this.bits - 1)), high: 2 ** (this.bits - 1) - 1 }
      : { low: 0, high: 2 ** this.bits - 1 };
  }
}

class LearnedEnd implements ActivationQuantizer {
  readonly learned: Float32Array;
  readonly decay: number;
  readonly start = STATELESS.start;
  readonly state = STATELESS.state;
  readonly restore = STATELESS.restore;

  constructor(private readonly scheme: Extract<ActivationScheme, { kind: 'pact' }>) {
    this.learned = Float32Array.of(scheme.start);
    this.decay = scheme.decay;
  }

  apply(x: Tensor, learned: Tensor | null): Tensor {
    if (learned === null) throw new RangeError('A learned end needs its tensor.');
    return pact(x, learned, this.scheme.bits);
  }
}

function extremes(x: Tensor): [number, number] {
  const [low = 0, high = 0] = observedRange(x).dataSync();
  return [low, high];
}
