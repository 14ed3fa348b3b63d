import type { EvaluationShard } from '../../jobs/reports';
import { sizeOf } from '../../model/graph';
import type { Tally, TallyInput } from './tally';

const BRIGHTEST = 255;

/**
 * How far each picture is from that of the float network: mean squared error of values kept within 0 to 255, and the number
 * of values that differ once they are rounded for the screen. Throws RangeError when the output is no picture of 3 colours.
 */
export class PictureTally implements Tally {
  private readonly losses: Float32Array;
  private readonly size: number;
  private changed = 0;

  constructor(private readonly input: TallyInput) {
    const { shape, count } = input;
    if (shape.length !== 3 || shape[2] !== 3) {
      throw new RangeError(`An output of shape [${shape.join(', ')}] is not a picture of three colours.`);
    }
    this.size = sizeOf(shape);
    this.losses = new Float32Array(count);
  }

  add(start: number, outputs: Float32Array, reference: Float32Array): void {
    for (let row = 0; row * this.size < outputs.length; row++) {
      let sum = 0;
      for (let at = row * this.size; at < (row + 1) * this.size; at++) {
        const [own, float] = [kept(outputs[at] ?? 0), kept(reference[at] ?? 0)];
        sum += (own - float) ** 2;
        if (Math.round(own) !== Math.round(float)) this.changed++;
      }
      this.losses[start - this.input.from + row] = sum / this.size;
    }
  }

  result(): EvaluationShard {
    const { input, losses } = this;
    return {
      from: input.from,
      count: input.count,
      predictions: new Uint8Array(0),
      losses,
      of: this.size * input.count,
      correct: 0,
      changed: input.compares ? this.changed : null,
      logitsSquaredError: null,
      firstLogits: null,
    };
  }
}

/** The values of a picture as the screen can show them. */
export function displayed(values: Float32Array): Uint8Array {
  return Uint8Array.from(values, (value) => Math.round(kept(value)));
}

function kept(value: number): number {
  return Math.min(Math.max(value, 0), BRIGHTEST);
}
