import { loadPart, logistic } from './lanes';
import { multiplyAdd, storePart } from './shared-lanes';

/** h = clip(sigmoid(v) * (zeta - gamma) + gamma, 0, 1). */
export function rectifiedSigmoid(v: usize, h: usize, count: usize, zeta: f32, gamma: f32): void {
  const stretch = f32x4.splat(zeta - gamma);
  const shift = f32x4.splat(gamma);
  for (let i: usize = 0; i < count; i += 4) {
    const width = min<usize>(4, count - i);
    const stretched = multiplyAdd(logistic(loadPart(v + (i << 2), width)), stretch, shift);
    storePart(h + (i << 2), f32x4.min(f32x4.max(stretched, f32x4.splat(0)), f32x4.splat(1)), width);
  }
}

/** dv = dh * (zeta - gamma) * sigmoid(v) * (1 - sigmoid(v)) where h is not clipped, else 0. */
export function rectifiedSigmoidGradient(dh: usize, v: usize, dv: usize, count: usize, zeta: f32, gamma: f32): void {
  const stretch = f32x4.splat(zeta - gamma);
  const shift = f32x4.splat(gamma);
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < count; i += 4) {
    const width = min<usize>(4, count - i);
    const s = logistic(loadPart(v + (i << 2), width));
    const stretched = multiplyAdd(s, stretch, shift);
    const inside = v128.and(f32x4.gt(stretched, f32x4.splat(0)), f32x4.lt(stretched, one));
    const slope = f32x4.mul(f32x4.mul(s, f32x4.sub(one, s)), stretch);
    storePart(dv + (i << 2), v128.and(f32x4.mul(loadPart(dh + (i << 2), width), slope), inside), width);
  }
}

// Twice sqrt(2 / pi), and the cubic term of the tanh form.
const SLOPE: f32 = 1.5957691216057308;
const CUBIC: f32 = 0.044715;

/** sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)). */
@inline
function gate(x: v128): v128 {
  const inner = multiplyAdd(f32x4.mul(x, x), f32x4.splat(CUBIC), f32x4.splat(1));
  return logistic(f32x4.mul(f32x4.mul(x, inner), f32x4.splat(SLOPE)));
}

export function gelu(x: usize, y: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 4) {
    const width = min<usize>(4, count - i);
    const a = loadPart(x + (i << 2), width);
    storePart(y + (i << 2), f32x4.mul(a, gate(a)), width);
  }
}

export function geluGradient(dy: usize, x: usize, dx: usize, count: usize): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < count; i += 4) {
    const width = min<usize>(4, count - i);
    const a = loadPart(x + (i << 2), width);
    const g = gate(a);
    const steepness = f32x4.mul(multiplyAdd(f32x4.mul(a, a), f32x4.splat(3 * CUBIC), one), f32x4.splat(SLOPE));
    const slope = f32x4.mul(g, multiplyAdd(f32x4.mul(a, f32x4.sub(one, g)), steepness, one));
    storePart(dx + (i << 2), f32x4.mul(loadPart(dy + (i << 2), width), slope), width);
  }
}

/** One step of Adam; `scale1` and `scale2` undo the bias of the running means towards their start at 0. */
export function adamStep(
  value: usize, m: usize, v: usize, gradient: usize, newValue: usize, newM: usize, newV: usize, count: usize,
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, scale1: f32, scale2: f32,
): void {
  for (let i: usize = 0; i < count; i += 4) {
    const width = min<usize>(4, count - i);
    const at = i << 2;
    const g = loadPart(gradient + at, width);
    const first = multiplyAdd(g, f32x4.splat(rest1), f32x4.mul(loadPart(m + at, width), f32x4.splat(beta1)));
    const square = f32x4.mul(g, g);
    const second = multiplyAdd(square, f32x4.splat(rest2), f32x4.mul(loadPart(v + at, width), f32x4.splat(beta2)));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, f32x4.splat(scale2))), f32x4.splat(epsilon));
    const step = f32x4.mul(f32x4.div(f32x4.mul(first, f32x4.splat(scale1)), root), f32x4.splat(rate));
    storePart(newM + at, first, width);
    storePart(newV + at, second, width);
    storePart(newValue + at, f32x4.sub(loadPart(value + at, width), step), width);
  }
}
