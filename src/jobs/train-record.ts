/** Follows the weights of a training step by step. */
import { uniformStream } from '../numerics/random';
import { roundHalfEven } from '../numerics/round';
import type { WatchedKernel } from '../nn/training/kernel-store';
import type { LayerRecord, LayerSigns } from './train-reports';

/** Weights of a layer whose way is recorded; half of them the ones nearest to a threshold among twenty times as many. */
const FOLLOWED = 48;
const SOUGHT = 20 * FOLLOWED;
/** Code changes between two measurements from which on a weight counts as oscillating. */
const OSCILLATES = 3;
const STEP_BINS = 60;

interface Followed {
  readonly indices: Uint32Array;
  readonly startCodes: Int16Array;
  readonly codes: Int16Array;
  readonly changes: Uint8Array;
  readonly startScale: number;
  positions: number[];
  scales: number[];
}

export class Recorder {
  private readonly layers: readonly (Followed | null)[];
  private from: number;

  /** @param seed decides which weights are followed. @param step steps done. */
  constructor(kernels: readonly WatchedKernel[], seed: number, step: number) {
    this.layers = kernels.map((kernel, index) => follow(kernel, seed, index));
    this.from = step;
  }

  /** To be called after every step. */
  note(kernels: readonly WatchedKernel[]): void {
    kernels.forEach(({ latent, grid }, layer) => {
      const followed = this.layers[layer];
      if (followed === null || followed === undefined || grid === null) return;
      const { codes, changes, positions, scales, indices } = followed;
      for (let i = 0; i < latent.length; i++) {
        const code = codeOf((latent[i] ?? 0) / grid.scale(i), grid.low, grid.high);
        if (code !== codes[i]) {
          codes[i] = code;
          changes[i] = Math.min((changes[i] ?? 0) + 1, 255);
        }
      }
      for (const index of indices) positions.push((latent[index] ?? 0) / grid.scale(index));
      scales.push(grid.mean() / followed.startScale);
    });
  }

  /** What was recorded since the last time, and the signs of the present weights. */
  take(
    kernels: readonly WatchedKernel[],
    step: number,
  ): { readonly records: readonly (LayerRecord | null)[]; readonly signs: readonly (LayerSigns | null)[] } {
    const from = this.from;
    this.from = step;
    const signs = this.layers.map((one, layer) => signsOf(one, kernels[layer], step - from));
    const records = this.layers.map((one): LayerRecord | null => {
      if (one === null) return null;
      const { indices } = one;
      const positions = Float32Array.from(one.positions);
      const scales = Float32Array.from(one.scales);
      [one.positions, one.scales] = [[], []];
      one.changes.fill(0);
      return { from, indices: indices.slice(), positions, scales };
    });
    return { records, signs };
  }
}

function codeOf(steps: number, low: number, high: number): number {
  return Math.min(Math.max(roundHalfEven(steps), low), high);
}

function follow({ latent, grid }: WatchedKernel, seed: number, layer: number): Followed | null {
  if (grid === null || latent.length === 0) return null;
  const steps = latent.map((w, i) => w / grid.scale(i));
  const next = uniformStream(seed, 'followed-weights', layer);
  const drawn = [...new Set(Array.from({ length: SOUGHT }, () => Math.floor(next() * latent.length)))];
  const distance = (index: number): number => {
    const s = steps[index] ?? 0;
    return s <= grid.low || s >= grid.high ? 1 : Math.abs(Math.abs(s - Math.trunc(s)) - 0.5);
  };
  const random = drawn.slice(0, FOLLOWED / 2);
  const near = drawn.slice(FOLLOWED / 2).sort((a, b) => distance(a) - distance(b));
  const codes = Int16Array.from(steps, (s) => codeOf(s, grid.low, grid.high));
  return {
    indices: Uint32Array.from([...random, ...near.slice(0, FOLLOWED - random.length)]),
    startCodes: codes.slice(),
    codes,
    changes: new Uint8Array(latent.length),
    startScale: grid.mean() || 1,
    positions: [],
    scales: [],
  };
}

function signsOf(one: Followed | null, kernel: WatchedKernel | undefined, window: number): LayerSigns | null {
  if (one === null || kernel === undefined || kernel.grid === null) return null;
  const { latent, grid } = kernel;
  const [low, high] = [grid.low - 1, grid.high + 1];
  const n = latent.length;
  const perStep = STEP_BINS / (high - low);
  const histogram = new Uint32Array(STEP_BINS);
  let [masked, changed, oscillating, largest, sum] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const w = latent[i] ?? 0;
    const steps = w / grid.scale(i);
    if (!grid.passes(steps)) masked++;
    if (one.codes[i] !== one.startCodes[i]) changed++;
    if ((one.changes[i] ?? 0) >= OSCILLATES) oscillating++;
    largest = Math.max(largest, Math.abs(w));
    sum += Math.abs(w);
    const bin = Math.min(Math.max(Math.floor((steps - low) * perStep), 0), STEP_BINS - 1);
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  return {
    n,
    low: grid.low,
    high: grid.high,
    scale: grid.mean(),
    masked: masked / n,
    changed: changed / n,
    oscillating,
    window,
    spread: sum > 0 ? largest / (sum / n) : 0,
    steps: histogram,
  };
}
