/** Inputs for a network of which no data are at hand. They are bytes, as all data here; the preprocessing gives their range. */
import { uniformStream } from '../numerics/random';
import { drawSample } from '../numerics/samples';

export type Distribution = 'unit' | 'signed' | 'bytes' | 'normal';

interface Described {
  readonly label: string;
  /** How a byte becomes the value, as a card says it. */
  readonly preprocess: string;
}

/** Standard deviations on each side of 0 that 256 levels cover. */
const REACH = 4;

export const DISTRIBUTIONS: Readonly<Record<Distribution, Described>> = {
  unit: { label: 'uniform from 0 to 1', preprocess: 'pixel/255' },
  signed: { label: 'uniform from −1 to 1', preprocess: '(pixel/255 - 0.5)/0.5' },
  bytes: { label: 'uniform from 0 to 255', preprocess: 'pixel' },
  normal: { label: 'standard normal, 256 levels from −4 to 4', preprocess: '(pixel/255 - 0.5)/0.125' },
};

/** So many bytes, the same for the same seed. */
export function randomBytes(distribution: Distribution, length: number, seed: number): Uint8Array {
  if (distribution === 'normal')
    return Uint8Array.from(drawSample('gauss', length, seed, false), (value) =>
      Math.min(Math.max(Math.round((value / (2 * REACH) + 0.5) * 255), 0), 255),
    );
  return tokens(256, length, seed);
}

/** Uniform draws of 0 to `kinds` - 1, for networks that take the numbers of words. */
export function tokens(kinds: number, length: number, seed: number): Uint8Array {
  const uniform = uniformStream(seed, 'random-inputs');
  return Uint8Array.from({ length }, () => Math.floor(uniform() * kinds));
}
