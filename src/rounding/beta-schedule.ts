/** How the sharpness β of the regulariser falls over the iterations. */
export interface BetaSchedule {
  readonly iterations: number;
  /** Share of the iterations without regulariser. */
  readonly warmStart: number;
  readonly start: number;
  readonly end: number;
  readonly shape: 'cosine' | 'linear';
}

/** Defaults of the paper (Nagel et al. 2020, section 4.1): β from 20 to 2, no regulariser in the first fifth. */
export const BETA_DEFAULTS = { warmStart: 0.2, start: 20, end: 2, shape: 'cosine' } as const;

/** β at iteration t, and whether the regulariser counts. During the warm start β is reported as its start. */
export function betaAt(t: number, schedule: BetaSchedule): { beta: number; active: boolean } {
  const { iterations, warmStart, start, end, shape } = schedule;
  const warm = warmStart * iterations;
  if (t < warm) return { beta: start, active: false };
  const passed = (t - warm) / (iterations - warm);
  const left = shape === 'cosine' ? 0.5 * (1 + Math.cos(Math.PI * passed)) : 1 - passed;
  return { beta: end + (start - end) * left, active: true };
}
