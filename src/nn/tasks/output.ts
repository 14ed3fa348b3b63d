import type { EvaluationShard } from '../../jobs/reports';
import { sizeOf } from '../../model/graph';
import type { Tally, TallyInput } from './tally';

/** How far each output is from that of the float network: its squared error and its squared float values, one after the other. */
export class OutputTally implements Tally {
  private readonly losses: Float32Array;
  private readonly size: number;
  private squaredError = 0;
  private firstLogits: Float32Array | null = null;

  constructor(private readonly input: TallyInput) {
    this.size = sizeOf(input.shape);
    this.losses = new Float32Array(2 * input.count);
  }

  add(start: number, outputs: Float32Array, reference: Float32Array): void {
    for (let row = 0; row * this.size < outputs.length; row++) {
      let error = 0;
      let signal = 0;
      for (let at = row * this.size; at < (row + 1) * this.size; at++) {
        const float = reference[at] ?? 0;
        error += ((outputs[at] ?? 0) - float) ** 2;
        signal += float ** 2;
      }
      this.losses.set([error, signal], 2 * (start - this.input.from + row));
      this.squaredError += error;
    }
    if (start === 0) this.firstLogits = outputs.slice(0, this.size);
  }

  result(): EvaluationShard {
    const { input, losses, firstLogits } = this;
    return {
      from: input.from,
      count: input.count,
      predictions: new Uint8Array(0),
      losses,
      of: input.count,
      correct: 0,
      changed: null,
      logitsSquaredError: input.compares ? this.squaredError : null,
      firstLogits,
    };
  }
}
