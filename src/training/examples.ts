/** Where the batches of a training come from. */
import { uniformStream } from '../numerics/random';
import type { Augmentation } from './settings';

export interface Batch {
  /** [batch, ...inputShape], float32; token ids as int32. */
  readonly inputs: Float32Array | Int32Array;
  /** Class of each output position (cross-entropy), or the wanted outputs (squared error). */
  readonly targets: Int32Array | Float32Array;
}

/** What a batch may draw random numbers for. */
export interface BatchContext {
  readonly seed: number;
  readonly epoch: number;
  readonly step: number;
  readonly augmentation: Augmentation;
}

export interface Examples {
  readonly count: number;
  /** `context` null: as they are, for an evaluation. */
  batch(indices: Uint32Array, context: BatchContext | null): Batch;
}

interface ImageSource {
  /** uint8, one image after the other. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  /** [height, width, channels]; a flat shape is not augmented. */
  readonly shape: readonly number[];
  readonly preprocess: { readonly mean: number; readonly std: number };
}

/** Images with one class each; pixels become (pixel / 255 - mean) / std, as everywhere in the app. */
export function imageExamples({ pixels, labels, shape, preprocess }: ImageSource): Examples {
  const size = shape.reduce((product, dim) => product * dim, 1);
  if (pixels.length !== size * labels.length) {
    throw new RangeError(`${pixels.length} pixels are not ${labels.length} images of [${shape.join(', ')}].`);
  }
  const { mean, std } = preprocess;
  const values = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / std);
  return {
    count: labels.length,
    batch: (indices, context) => {
      const inputs = new Float32Array(indices.length * size);
      const targets = Int32Array.from(indices, (index) => labels[index] ?? 0);
      const move = context === null ? null : movesOf(context);
      indices.forEach((index, row) => {
        const image = pixels.subarray(index * size, (index + 1) * size);
        writeImage(inputs.subarray(row * size, (row + 1) * size), image, shape, values, move?.() ?? STILL);
      });
      return { inputs, targets };
    },
  };
}

interface Move {
  readonly flip: boolean;
  readonly down: number;
  readonly right: number;
}

const STILL: Move = { flip: false, down: 0, right: 0 };

/** Draws the moves of a batch; each step has a stream of its own. Null when images stay as they are. */
function movesOf({ seed, step, augmentation }: BatchContext): (() => Move) | null {
  const { flip, shift } = augmentation;
  if (!flip && shift === 0) return null;
  const next = uniformStream(seed, 'augmentation', step);
  const offset = (): number => Math.floor(next() * (2 * shift + 1)) - shift;
  return () => ({ flip: flip && next() < 0.5, down: offset(), right: offset() });
}

function writeImage(
  out: Float32Array,
  image: Uint8Array,
  shape: readonly number[],
  values: Float32Array,
  move: Move,
): void {
  const [height = 0, width = 0, channels = 0] = shape;
  if (shape.length !== 3 || move === STILL) {
    for (let at = 0; at < out.length; at++) out[at] = values[image[at] ?? 0] ?? 0;
    return;
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromY = y - move.down;
      const column = x - move.right;
      const fromX = move.flip ? width - 1 - column : column;
      const inside = fromY >= 0 && fromY < height && column >= 0 && column < width;
      for (let c = 0; c < channels; c++) {
        const pixel = inside ? (image[(fromY * width + fromX) * channels + c] ?? 0) : 0;
        out[(y * width + x) * channels + c] = values[pixel] ?? 0;
      }
    }
  }
}

/**
 * Windows of `length` tokens of a text, each position with the token that follows it. In every epoch the windows start at
 * another offset, so that all of the text is seen in all positions.
 */
export function tokenExamples(tokens: Uint8Array | Int32Array, length: number): Examples {
  const count = Math.floor((tokens.length - 1) / length) - 1;
  if (count < 1) throw new RangeError(`A text of ${tokens.length} tokens is too short for windows of ${length}.`);
  return {
    count,
    batch: (indices, context) => {
      const start =
        context === null ? 0 : Math.floor(uniformStream(context.seed, 'augmentation', context.epoch)() * length);
      const inputs = new Int32Array(indices.length * length);
      const targets = new Int32Array(indices.length * length);
      indices.forEach((index, row) => {
        const from = start + index * length;
        inputs.set(tokens.subarray(from, from + length), row * length);
        targets.set(tokens.subarray(from + 1, from + 1 + length), row * length);
      });
      return { inputs, targets };
    },
  };
}

/** Numbers with wanted outputs: row-major [count, ...] both. */
export function valueExamples(inputs: Float32Array, targets: Float32Array, count: number): Examples {
  const rows = (data: Float32Array, indices: Uint32Array): Float32Array => {
    const size = data.length / count;
    const out = new Float32Array(indices.length * size);
    indices.forEach((index, row) => out.set(data.subarray(index * size, (index + 1) * size), row * size));
    return out;
  };
  return { count, batch: (indices) => ({ inputs: rows(inputs, indices), targets: rows(targets, indices) }) };
}
