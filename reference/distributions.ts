/** Continuous distributions of unit variance that the laws are stated for. */
export interface Distribution {
  density(x: number): number;
  /** Value below which a share p of the mass lies, 0 < p < 1. */
  quantile(p: number): number;
  /** Beyond this magnitude the mass adds nothing that a double notices. */
  readonly end: number;
}

const gaussian: Distribution = {
  density: (x) => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI),
  quantile: (p) => bisect((x) => 0.5 * (1 + erf(x / Math.SQRT2)), p, 6),
  end: 12,
};

const laplace: Distribution = {
  density: (x) => Math.exp(-Math.SQRT2 * Math.abs(x)) / Math.SQRT2,
  quantile: (p) => (p < 0.5 ? Math.log(2 * p) : -Math.log(2 - 2 * p)) / Math.SQRT2,
  end: 30,
};

export const distributions = { gaussian, laplace };

function bisect(increasing: (x: number) => number, target: number, end: number): number {
  let [low, high] = [-end, end];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (increasing(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Error function by its Taylor series, good to 1e-9 for |x| <= 4.3. */
function erf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** The deterministic sample of n quantiles at (i + 0.5) / n. */
export function quantileSample(distribution: Distribution, n: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => distribution.quantile((i + 0.5) / n));
}
