/** Stretch of the rectified sigmoid: the sigmoid reaches from gamma to zeta before it is clipped to 0..1. */
export interface Stretch {
  readonly zeta: number;
  readonly gamma: number;
}

/** Stretch of the paper (Nagel et al. 2020, section 3.3, after Louizos et al. 2018). */
export const STRETCH: Stretch = { zeta: 1.1, gamma: -0.1 };

/** h(V) = clip(σ(V) (ζ − γ) + γ, 0, 1): how far a weight is rounded up (Nagel et al. 2020, equation 23). */
export function rectifiedSigmoid(v: number, { zeta, gamma }: Stretch = STRETCH): number {
  return Math.min(Math.max(sigmoid(v) * (zeta - gamma) + gamma, 0), 1);
}

/** dh/dV; 0 where h is clipped. */
export function rectifiedSigmoidSlope(v: number, { zeta, gamma }: Stretch = STRETCH): number {
  const s = sigmoid(v);
  const stretched = s * (zeta - gamma) + gamma;
  return stretched <= 0 || stretched >= 1 ? 0 : (zeta - gamma) * s * (1 - s);
}

/** The V with h(V) = `fraction`, for a fraction in [0, 1): the soft layer starts equal to the float layer. */
export function inverseRectifiedSigmoid(fraction: number, { zeta, gamma }: Stretch = STRETCH): number {
  return -Math.log((zeta - gamma) / (fraction - gamma) - 1);
}

/** Term of one weight in the regulariser, 1 − |2h − 1|^β, and its slope over V (equation 24). */
export function polarization(v: number, beta: number, stretch: Stretch = STRETCH): { value: number; slope: number } {
  const centred = 2 * rectifiedSigmoid(v, stretch) - 1;
  const size = Math.abs(centred);
  const overH = size === 0 ? 0 : -2 * beta * size ** (beta - 1) * Math.sign(centred);
  return { value: 1 - size ** beta, slope: overH * rectifiedSigmoidSlope(v, stretch) };
}

function sigmoid(v: number): number {
  return 1 / (1 + Math.exp(-v));
}
