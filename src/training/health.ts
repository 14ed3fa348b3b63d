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

/** Steps whose mean loss is the level that later ones are compared with. */
const START_STEPS = 10;
/** The loss counts as diverging at so many times its level at the start. */
const TOO_HIGH = 10;
const KEEP = 0.9;

/** Watches the loss of a training. */
export class Health {
  private count = 0;
  private startSum = 0;
  private smooth = 0;

  constructor(private readonly context: HealthContext) {}

  /** Null while all is well. */
  check(loss: number, step: number): TrainingFailure | null {
    if (!Number.isFinite(loss)) {
      return { kind: 'not-a-number', step, message: `The loss is no longer a number at step ${step}. ${this.cause()}` };
    }
    this.count++;
    if (this.count <= START_STEPS) {
      this.startSum += loss;
      this.smooth = this.startSum / this.count;
      return null;
    }
    this.smooth = KEEP * this.smooth + (1 - KEEP) * loss;
    const start = this.startSum / START_STEPS;
    if (this.smooth <= TOO_HIGH * Math.max(start, 1e-3)) return null;
    const [now, then] = [this.smooth.toPrecision(3), start.toPrecision(3)];
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
