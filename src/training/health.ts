/** Why a training was stopped, for the reader. */
export interface TrainingFailure {
  readonly kind: 'not-a-number' | 'diverged';
  readonly message: string;
  /** Step at which it showed, counted from 1. */
  readonly step: number;
}

/** What the likely cause is read from. */
export interface HealthContext {
  readonly learningRate: number;
  /** 0 for stochastic gradient descent. */
  readonly isAdaptive: boolean;
  /** Whether scales follow the largest weight at every step. */
  readonly followsMaximum: boolean;
}

/** The loss counts as diverging at so many times its first value, */
const TOO_HIGH = 10;
/** which counts as at least this: near 0 every batch differs from the one before by more. */
const LEAST_START = 0.3;
/** Share of the old value that the smoothed loss keeps at each step. */
const KEEP = 0.9;

/** Watches the loss of a training. */
export class Health {
  private start: number | null = null;
  private smooth = 0;

  constructor(private readonly context: HealthContext) {}

  /** Null while all is well. */
  check(loss: number, step: number): TrainingFailure | null {
    if (!Number.isFinite(loss)) {
      return { kind: 'not-a-number', step, message: `The loss is no longer a number at step ${step}. ${this.cause()}` };
    }
    this.smooth = this.start === null ? loss : KEEP * this.smooth + (1 - KEEP) * loss;
    this.start ??= loss;
    if (this.smooth <= TOO_HIGH * Math.max(this.start, LEAST_START)) return null;
    const [now, then] = [this.smooth.toPrecision(3), this.start.toPrecision(3)];
    const message = `The loss grows instead of falling: ${now} at step ${step}, after ${then} at the start. ${this.cause()}`;
    return { kind: 'diverged', step, message };
  }

  private cause(): string {
    const { learningRate, isAdaptive, followsMaximum } = this.context;
    const usual = isAdaptive ? 0.003 : 0.1;
    if (learningRate > usual || !followsMaximum) {
      return `The likely cause is the learning rate of ${learningRate}: try a tenth of it.`;
    }
    return 'The likely cause is the scale, which follows the largest weight: freeze it, or learn it.';
  }
}
