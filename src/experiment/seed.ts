/** Largest seed: 2^32 - 1. */
export const MAX_SEED = 0xffffffff;

/** Whether a value is a seed: a whole number from 0 to 2^32 - 1. */
export function isSeed(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_SEED;
}
