import { sizeOf } from '../../model/graph';
import type { EvaluationShard } from '../../jobs/reports';
import { type Tally, type TallyInput, firstLargest, squaredDistance } from './tally';

/** One class for each image: that of the largest logit. Throws RangeError when the output is not one score per class. */
export class ClassTally implements Tally {
  private readonly predictions: Uint8Array;
  private readonly classes: number;
  private correct = 0;
  private squaredError = 0;
  private firstLogits: Float32Array | null = null;

  constructor(private readonly input: TallyInput) {
    const { shape, count } = input;
    if (shape.length !== 1 || sizeOf(shape) > 256) {
      throw new RangeError(
        `An output of shape [${shape.join(', ')}] is not one score for each of at most 256 classes.`,
      );
    }
    this.classes = sizeOf(shape);
    this.predictions = new Uint8Array(count);
  }

  add(start: number, logits: Float32Array, reference: Float32Array): void {
    const { classes, input } = this;
    for (let row = 0; row * classes < logits.length; row++) {
      const prediction = firstLargest(logits, row * classes, classes);
      this.predictions[start - input.from + row] = prediction;
      if (prediction === input.item(start + row).label) this.correct++;
    }
    this.squaredError += squaredDistance(logits, reference);
    if (start === 0) this.firstLogits = logits.slice(0, classes);
  }

  result(): EvaluationShard {
    const { input, predictions, firstLogits } = this;
    const logitsSquaredError = input.compares ? this.squaredError : null;
    return {
      from: input.from,
      count: input.count,
      predictions,
      losses: null,
      of: predictions.length,
      correct: this.correct,
      changed: null,
      logitsSquaredError,
      firstLogits,
    };
  }
}
