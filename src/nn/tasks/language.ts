import type { EvaluationShard } from '../../jobs/reports';
import { type Tally, type TallyInput, firstLargest, squaredDistance } from './tally';

/**
 * The next character at each position of each text: the most likely one, and the bits that the true one costs,
 * -log2 softmax(logits)[truth]. Throws RangeError when the output is not one score per character at each position.
 */
export class LanguageTally implements Tally {
  private readonly predictions: Uint8Array;
  private readonly losses: Float32Array;
  private readonly time: number;
  private readonly characters: number;
  private correct = 0;
  private squaredError = 0;
  private firstLogits: Float32Array | null = null;

  constructor(private readonly input: TallyInput) {
    const [time, characters] = input.shape;
    if (input.shape.length !== 2 || time === undefined || characters === undefined || characters > 256) {
      throw new RangeError(
        `An output of shape [${input.shape.join(', ')}] is not one score for each of at most 256 characters at each position.`,
      );
    }
    this.time = time;
    this.characters = characters;
    this.predictions = new Uint8Array(input.count * time);
    this.losses = new Float32Array(input.count);
  }

  add(start: number, logits: Float32Array, reference: Float32Array): void {
    const { time, characters, input } = this;
    const texts = logits.length / (time * characters);
    for (let text = 0; text < texts; text++) {
      const bits = this.addText(start + text, logits, text * time);
      this.losses[start + text - input.from] = bits / time;
    }
    this.squaredError += squaredDistance(logits, reference);
    if (start === 0) this.firstLogits = logits.slice(0, characters);
  }

  /** Bits of all characters of one text, whose logits start at row `first`. */
  private addText(text: number, logits: Float32Array, first: number): number {
    const { time, characters, input } = this;
    const { bytes, label } = input.item(text);
    let bits = 0;
    for (let position = 0; position < time; position++) {
      const truth = position + 1 < time ? (bytes[position + 1] ?? 0) : label;
      const at = (text - input.from) * time + position;
      const row = first + position;
      const prediction = firstLargest(logits, row * characters, characters);
      this.predictions[at] = prediction;
      if (prediction === truth) this.correct++;
      bits += bitsOf(logits, row * characters, characters, truth);
    }
    return bits;
  }

  result(): EvaluationShard {
    const { input, predictions, losses, firstLogits } = this;
    return {
      from: input.from,
      count: input.count,
      predictions,
      losses,
      of: predictions.length,
      correct: this.correct,
      changed: null,
      logitsSquaredError: input.compares ? this.squaredError : null,
      firstLogits,
    };
  }
}

/** -log2 of the softmax of one row at `truth`; in float64, with the largest logit taken out. */
function bitsOf(logits: Float32Array, start: number, length: number, truth: number): number {
  const largest = logits[start + firstLargest(logits, start, length)] ?? 0;
  let sum = 0;
  for (let at = 0; at < length; at++) sum += Math.exp((logits[start + at] ?? 0) - largest);
  return (Math.log(sum) + largest - (logits[start + truth] ?? -Infinity)) / Math.LN2;
}
