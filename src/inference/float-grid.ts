import type { InferenceInstructions } from '../kernels/inference';
import type { Arena } from '../kernels/simd/arena';
import type { Place } from './place';

/** float32 in a vector register. */
const LANES = 4;

/** What the input of a kernel is rounded to: s * clip(round(x / s), low, high), ties to even, NaN as 0. */
export interface CodeGrid {
  /** float32: one, or one a channel; `low` and `high`, whole numbers, are as many. */
  readonly scales: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Rounds the values in one place to a grid, in the memory of a plan. */
export class GridStep {
  private readonly address: number;
  private readonly room: number;
  private laid: CodeGrid | null = null;
  private period = 0;
  private margin = 0;

  constructor(
    private readonly wasm: InferenceInstructions,
    arena: Arena,
    private readonly place: Place,
  ) {
    this.room = turnOf(place.channels);
    this.address = arena.reserve(3 * this.room * 4);
  }

  /** Throws RangeError for a grid of other channels. */
  run(grid: CodeGrid, images: number): void {
    if (this.laid !== grid) this.lay(grid);
    const { address, height, width, channels, image, row } = this.place;
    this.wasm.roundToGrid(
      address,
      images,
      height,
      width * channels,
      image,
      row,
      this.address,
      4 * this.period,
      this.margin,
    );
  }

  private lay(grid: CodeGrid): void {
    const { scales, low, high } = grid;
    const count = scales.length;
    if (count !== 1 && count !== this.place.channels)
      throw new RangeError(`${count} scales do not fit ${this.place.channels} channels.`);
    this.period = turnOf(count);
    const table = new Float32Array(this.wasm.memory.buffer, this.address, 3 * this.period);
    for (let at = 0; at < this.period; at++)
      [scales, low, high].forEach((values, row) => (table[row * this.period + at] = values[at % count]!));
    // A quotient in float32 is off by half a unit in its last place: 2^-24 of the largest there can be, taken twice.
    const largest = [...low, ...high].reduce((most, bound) => Math.max(most, Math.abs(bound)), 1);
    this.margin = largest * 2 ** -23;
    this.laid = grid;
  }
}

/** Values after which a row of so many channels begins anew in whole vectors. */
function turnOf(channels: number): number {
  return channels % LANES === 0 ? channels : channels % 2 === 0 ? 2 * channels : LANES * channels;
}
