import type { OptimizerSettings } from './settings';

/** A list of numbers that training changes. */
export interface Trainable {
  /** float32; updated in place. */
  readonly values: Float32Array;
  /** Whether weight decay applies. */
  readonly decays: boolean;
  /**
   * Unit in which the values live, for steps that do not depend on the size of the gradient: 1 for weights; the start value
   * of a learned scale, so that the learning rate means the same relative change for every scale.
   */
  readonly unit: number;
  /** Smallest value allowed; a scale stays positive. */
  readonly floor: number;
}

/** What an optimizer remembers of one trainable: first and second moment, or velocity alone. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array | null;
}

export interface StepSize {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Steps done with this one. */
  readonly count: number;
}

/** Moments before the first step. */
export function startMoments(trainable: Trainable, settings: OptimizerSettings): Moments {
  const { length } = trainable.values;
  return { first: new Float32Array(length), second: settings.kind === 'adam' ? new Float32Array(length) : null };
}

/**
 * One step of Adam (Kingma and Ba 2015, with bias correction) or of SGD with momentum, in place. The arithmetic is that of
 * float64 with float32 storage and uses no function whose last bit depends on the machine.
 */
export function updateTrainable(
  trainable: Trainable,
  gradient: ArrayLike<number>,
  moments: Moments,
  settings: OptimizerSettings,
  step: StepSize,
): void {
  const { values, floor } = trainable;
  if (trainable.decays && step.weightDecay > 0) {
    const kept = 1 - step.learningRate * step.weightDecay;
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * kept;
  }
  if (settings.kind === 'adam') adam(trainable, gradient, moments, settings, step);
  else momentum(trainable, gradient, moments, settings.momentum, step.learningRate);
  if (floor > -Infinity) for (let i = 0; i < values.length; i++) values[i] = Math.max(values[i] ?? 0, floor);
}

function adam(
  { values, unit }: Trainable,
  gradient: ArrayLike<number>,
  { first, second }: Moments,
  { beta1, beta2, epsilon }: Extract<OptimizerSettings, { kind: 'adam' }>,
  { learningRate, count }: StepSize,
): void {
  if (second === null) throw new RangeError('Adam needs a second moment.');
  const rate = (learningRate * unit) / (1 - power(beta1, count));
  const correction = 1 - power(beta2, count);
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i] ?? 0;
    const m = beta1 * (first[i] ?? 0) + (1 - beta1) * g;
    const v = beta2 * (second[i] ?? 0) + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    values[i] = (values[i] ?? 0) - (rate * m) / (Math.sqrt(v / correction) + epsilon);
  }
}

function momentum(
  { values }: Trainable,
  gradient: ArrayLike<number>,
  { first }: Moments,
  keep: number,
  learningRate: number,
): void {
  for (let i = 0; i < values.length; i++) {
    const velocity = keep * (first[i] ?? 0) + (gradient[i] ?? 0);
    first[i] = velocity;
    values[i] = (values[i] ?? 0) - learningRate * velocity;
  }
}

/** base^exponent by repeated squaring: Math.pow may differ in the last bit between machines. */
function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
