import { type RoundingChoices, fractionAt, valuesWith } from './choices';

export interface Draws {
  /** Output error of every draw, in order. */
  readonly errors: Float64Array;
  /** The draw of the least error, and 1 where it rounds up. */
  readonly best: number;
  readonly bestUps: Uint8Array;
}

/**
 * Rounds all weights up or down by chance, up as likely as the weight lies above its floor, and keeps the best of several
 * draws (Nagel et al. 2020, section 3, table 1). Yields after every draw.
 * @param uniform numbers in [0, 1), one a weight and draw.
 */
export function* stochasticDraws(
  choices: RoundingChoices,
  errorOf: (values: Float64Array) => number,
  count: number,
  uniform: () => number,
): Generator<number, Draws, void> {
  const fractions = choices.weights.map((_, i) => fractionAt(choices, i));
  const errors = new Float64Array(count);
  let best = 0;
  let bestUps = new Uint8Array(fractions.length);
  for (let draw = 0; draw < count; draw++) {
    const ups = Uint8Array.from(fractions, (fraction) => (uniform() < fraction ? 1 : 0));
    errors[draw] = errorOf(valuesWith(choices, (i) => ups[i]!));
    if (draw === 0 || errors[draw]! < errors[best]!) [best, bestUps] = [draw, ups];
    yield draw + 1;
  }
  return { errors, best, bestUps };
}
