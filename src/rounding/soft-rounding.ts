import { fractionAt, type RoundingChoices } from './choices';
import type { OutputLoss } from './output-loss';
import {
  inverseRectifiedSigmoid,
  polarization,
  rectifiedSigmoid,
  rectifiedSigmoidSlope,
  STRETCH,
} from './rectified-sigmoid';

export interface SoftPass {
  readonly reconstruction: number;
  /** Sum over weights of 1 − |2h − 1|^β, without λ; 0 where λ is. */
  readonly regularizer: number;
  /** Share of the weights with h between 0.05 and 0.95. */
  readonly undecided: number;
}

/** A layer whose weights lie between down and up, and the gradient of its loss over V (Nagel et al. 2020, section 3.3). */
export class SoftRounding {
  readonly v: Float64Array;
  readonly gradient: Float64Array;
  private readonly soft: Float64Array;

  /** Starts equal to the float layer, or from given `v`. */
  constructor(
    private readonly choices: RoundingChoices,
    private readonly loss: Pick<OutputLoss, 'evaluate'>,
    v?: Float64Array,
    private readonly stretch = STRETCH,
  ) {
    this.v = v ?? choices.base.map((_, i) => inverseRectifiedSigmoid(fractionAt(choices, i), stretch));
    this.gradient = new Float64Array(this.v.length);
    this.soft = new Float64Array(this.v.length);
  }

  /** Computes the loss at `v`, and leaves its gradient in `gradient`: 0 where the clip to the grid acts. */
  run(beta: number, lambda: number): SoftPass {
    const { v, gradient, soft, stretch } = this;
    const { base, scale, low, high } = this.choices;
    let undecided = 0;
    for (let i = 0; i < v.length; i++) {
      const h = rectifiedSigmoid(v[i]!, stretch);
      if (h > 0.05 && h < 0.95) undecided++;
      const code = base[i]! + h;
      soft[i] = scale[i]! * Math.min(Math.max(code, low[i]!), high[i]!);
      const free = code >= low[i]! && code <= high[i]! && h > 0 && h < 1;
      gradient[i] = free ? scale[i]! * rectifiedSigmoidSlope(v[i]!, stretch) : 0;
    }
    const { error, gradient: overValues } = this.loss.evaluate(soft);
    let regularizer = 0;
    for (let i = 0; i < v.length; i++) {
      gradient[i]! *= overValues[i]!;
      if (lambda === 0) continue;
      const { value, slope } = polarization(v[i]!, beta, stretch);
      regularizer += value;
      gradient[i]! += lambda * slope;
    }
    return { reconstruction: error, regularizer, undecided: undecided / Math.max(v.length, 1) };
  }
}
