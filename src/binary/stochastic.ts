/** P(+1) of stochastic binarization: the hard sigmoid clip((w + 1) / 2, 0, 1) (Courbariaux et al. 2015, equation 3). */
export function plusProbability(w: number): number {
  return Math.min(Math.max((w + 1) / 2, 0), 1);
}

/** +1 with that probability, for `uniform` in [0, 1). */
export function stochasticSign(w: number, uniform: number): 1 | -1 {
  return uniform < plusProbability(w) ? 1 : -1;
}

/** Master weights are kept where they matter: in [−1, 1] (Courbariaux et al. 2015, section 2.4). */
export function clippedMaster(w: number): number {
  return Math.min(Math.max(w, -1), 1);
}
