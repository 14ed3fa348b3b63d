/**
 * Hutchinson's estimate of the trace of a matrix from products with vectors of ±1: the mean of vᵀ H v
 * (Yao et al. 2020, HAWQ-V2, section 3.2). `multiply` gives H v.
 */
export function hutchinsonTrace(
  probes: readonly (readonly number[])[],
  multiply: (v: readonly number[]) => readonly number[],
): number {
  const forms = probes.map((v) => multiply(v).reduce((sum, hv, i) => sum + hv * v[i]!, 0));
  return forms.reduce((sum, form) => sum + form, 0) / forms.length;
}

/** Sensitivity of a layer at one width: average Hessian trace times the squared perturbation (HAWQ-V2, equation 10). */
export function hawqOmega(averageTrace: number, squaredPerturbation: number): number {
  return averageTrace * squaredPerturbation;
}
