/** Gradients through binary and ternary weights, in float64; the trainer's are held against these. */

/** sign with sign(0) = +1. */
export const sign = (x: number): 1 | -1 => (x >= 0 ? 1 : -1);

/** Straight-through gradient of the sign: g where |x| <= 1 (Hubara et al. 2016, equation 4). */
export function signGradient(x: readonly number[], g: readonly number[]): number[] {
  return g.map((each, i) => (Math.abs(x[i]!) <= 1 ? each : 0));
}

/** g (1/n + α [|W| <= 1]), as the paper prints it (Rastegari et al. 2016, section 3.1). */
export function bwnPaperGradient(w: readonly number[], g: readonly number[]): number[] {
  const alpha = meanSize(w);
  return g.map((each, i) => each * (1 / w.length + (Math.abs(w[i]!) <= 1 ? alpha : 0)));
}

/** The whole derivative of α(W) sign(W), with the straight-through estimate for the sign. */
export function bwnChainGradient(w: readonly number[], g: readonly number[]): number[] {
  const alpha = meanSize(w);
  const aligned = g.reduce((sum, each, i) => sum + each * sign(w[i]!), 0) / w.length;
  return g.map((each, i) => (Math.abs(w[i]!) <= 1 ? alpha * each : 0) + sign(w[i]!) * aligned);
}

function meanSize(w: readonly number[]): number {
  return w.reduce((sum, each) => sum + Math.abs(each), 0) / w.length;
}

export interface TtqPass {
  readonly delta: number;
  /** +Wp, 0 or −Wn. */
  readonly values: readonly number[];
  readonly gradientPositive: number;
  /** The true derivative; the paper prints it with the opposite sign. */
  readonly gradientNegative: number;
  readonly gradientLatent: readonly number[];
}

/** Forward and backward pass of trained ternary quantization (Zhu et al. 2017, equations 6 to 8): Δ = t max|w|. */
export function ttqPass(
  w: readonly number[],
  g: readonly number[],
  { t, positive, negative }: { readonly t: number; readonly positive: number; readonly negative: number },
): TtqPass {
  const delta = t * w.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const zone = w.map((each) => (each > delta ? 1 : each < -delta ? -1 : 0));
  const over = (side: number) => g.reduce((sum, each, i) => sum + (zone[i] === side ? each : 0), 0);
  return {
    delta,
    values: zone.map((side) => (side === 1 ? positive : side === -1 ? -negative : 0)),
    gradientPositive: over(1),
    gradientNegative: 0 - over(-1),
    gradientLatent: g.map((each, i) => each * (zone[i] === 1 ? positive : zone[i] === -1 ? negative : 1)),
  };
}
