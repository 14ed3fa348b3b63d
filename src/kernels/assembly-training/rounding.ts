import { loadPart, logistic, power } from './lanes';
import { clamped, multiplyAdd, storePart } from './shared-lanes';

/** What one list of weights is rounded on (Nagel et al. 2020, equations 22 and 23): values = scale clip(base + h(v), low, high). */
export function softValues(
  v: usize, base: usize, scale: usize, low: usize, high: usize, values: usize, count: usize, zeta: f32, gamma: f32,
): void {
  for (let i: usize = 0; i < count; i += 4) {
    const width = min<usize>(4, count - i);
    const at = i << 2;
    const s = logistic(loadPart(v + at, width));
    const h = clamped(multiplyAdd(s, f32x4.splat(zeta - gamma), f32x4.splat(gamma)), f32x4.splat(0), f32x4.splat(1));
    const code = f32x4.add(loadPart(base + at, width), h);
    const kept = clamped(code, loadPart(low + at, width), loadPart(high + at, width));
    storePart(values + at, f32x4.mul(loadPart(scale + at, width), kept), width);
  }
}

/**
 * The gradient over v of a loss with the gradient `over` the values, and of lambda growth (1 - |2 h - 1|^sharpness)
 * (equation 24): 0 where h is clipped; where the clip to the grid acts, only that of the regulariser.
 */
export function softGradient(
  over: usize, v: usize, base: usize, scale: usize, low: usize, high: usize, lambda: usize, gradient: usize, count: usize,
  zeta: f32, gamma: f32, growth: f32, sharpness: f32,
): void {
  const one = f32x4.splat(1);
  const stretch = f32x4.splat(zeta - gamma);
  for (let i: usize = 0; i < count; i += 4) {
    const width = min<usize>(4, count - i);
    const at = i << 2;
    const s = logistic(loadPart(v + at, width));
    const h = multiplyAdd(s, stretch, f32x4.splat(gamma));
    const moves = v128.and(f32x4.gt(h, f32x4.splat(0)), f32x4.lt(h, one));
    const code = f32x4.add(loadPart(base + at, width), h);
    const onGrid = v128.and(f32x4.ge(code, loadPart(low + at, width)), f32x4.le(code, loadPart(high + at, width)));
    const overH = v128.and(f32x4.mul(loadPart(scale + at, width), loadPart(over + at, width)), onGrid);
    const centred = f32x4.sub(f32x4.add(h, h), one);
    const steep = f32x4.mul(power(f32x4.abs(centred), sharpness - 1), f32x4.splat(-2 * sharpness * growth));
    const signed = v128.xor(steep, v128.and(centred, f32x4.splat(-0.0)));
    const all = multiplyAdd(loadPart(lambda + at, width), signed, overH);
    const slope = f32x4.mul(f32x4.mul(s, f32x4.sub(one, s)), stretch);
    storePart(gradient + at, v128.and(f32x4.mul(all, slope), moves), width);
  }
}
