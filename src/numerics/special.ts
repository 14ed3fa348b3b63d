/** Special functions that clipping formulas need, to about 1e-15 relative. */

/** 1 - erf(x) for x >= 0, accurate where it is tiny. */
export function erfc(x: number): number {
  return x < 2 ? 1 - erfSeries(x) : erfcFraction(x);
}

/** erf by its Taylor series with all terms positive (Abramowitz and Stegun 7.1.6). */
function erfSeries(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc by its continued fraction from the inside out (Abramowitz and Stegun 7.1.14), which settles fast for x >= 2. */
function erfcFraction(x: number): number {
  let tail = 0;
  for (let k = 120; k >= 1; k--) tail = k / 2 / (x + tail);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + tail);
}

/** The w >= 0 with w e^w = z, for z >= 0 (Lambert's W, main branch), by Newton's steps on w + ln w = ln z. */
export function lambertW(z: number): number {
  if (z === 0) return 0;
  let w = z < Math.E ? z / Math.E : Math.log(z) - Math.log(Math.log(z));
  for (let step = 0; step < 50; step++) {
    const next = (w * (1 + Math.log(z) - Math.log(w))) / (1 + w);
    if (Math.abs(next - w) <= 1e-16 * next) return next;
    w = next;
  }
  return w;
}
