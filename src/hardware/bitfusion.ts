import type { Bound, LayerCost } from './work';

/** Constants of the accelerator; DRAM bandwidth in bytes a second. */
export interface BitFusionConstants {
  readonly fusionUnits: number;
  readonly frequency: number;
  readonly bandwidth: number;
}

export interface BitFusionWork {
  readonly macs: number;
  readonly weights: number;
  readonly activationsIn: number;
  readonly activationsOut: number;
}

export interface BitFusionCost extends LayerCost {
  readonly macsPerCycle: number;
  /** Seconds of arithmetic and of memory traffic; the longer one is the latency. */
  readonly compute: number;
  readonly memory: number;
}

/** Bricks multiply 2 × 2 bits; a fusion unit has 16. */
const BRICKS = 16;
const WIDTHS = [2, 4, 8, 16];

/**
 * Latency of a layer on an array of fusion units (Sharma et al. 2018, sections III and IV): operands are widened to 2, 4, 8
 * or 16 bits for the arithmetic and stay as they are in memory. Throws RangeError for widths over 16 bits.
 */
export function bitFusion(
  work: BitFusionWork,
  bits: { readonly weights: number; readonly activations: number },
  { fusionUnits, frequency, bandwidth }: BitFusionConstants,
): BitFusionCost {
  const bricks = (widened(bits.weights) / 2) * (widened(bits.activations) / 2);
  const compute = (work.macs * bricks) / BRICKS / fusionUnits / frequency;
  const traffic = work.weights * bits.weights + (work.activationsIn + work.activationsOut) * bits.activations;
  const memory = traffic / 8 / bandwidth;
  const bound: Bound = compute >= memory ? 'compute' : 'memory';
  return { macsPerCycle: BRICKS / bricks, compute, memory, latency: Math.max(compute, memory), bound };
}

function widened(bits: number): number {
  const width = WIDTHS.find((each) => each >= bits);
  if (width === undefined || bits < 1) throw new RangeError(`Fusion units take operands of 1 to 16 bits, not ${bits}.`);
  return width;
}
