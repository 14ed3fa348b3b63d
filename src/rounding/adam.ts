/** Settings of Adam (Kingma and Ba 2015, algorithm 1). */
export interface AdamSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const ADAM_DEFAULTS: Omit<AdamSettings, 'learningRate'> = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Adam with bias correction over a vector of float64 parameters, which it changes in place. */
export class Adam {
  private readonly mean: Float64Array;
  private readonly square: Float64Array;
  private steps = 0;

  constructor(
    size: number,
    private readonly settings: AdamSettings,
  ) {
    this.mean = new Float64Array(size);
    this.square = new Float64Array(size);
  }

  step(parameters: Float64Array, gradient: Float64Array, learningRate = this.settings.learningRate): void {
    const { beta1, beta2, epsilon } = this.settings;
    this.steps++;
    const [meanBias, squareBias] = [1 - beta1 ** this.steps, 1 - beta2 ** this.steps];
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i]!;
      const m = (this.mean[i] = beta1 * this.mean[i]! + (1 - beta1) * g);
      const v = (this.square[i] = beta2 * this.square[i]! + (1 - beta2) * g * g);
      parameters[i]! -= (learningRate * (m / meanBias)) / (Math.sqrt(v / squareBias) + epsilon);
    }
  }
}
