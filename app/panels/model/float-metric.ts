import type { ModelCard, TaskId } from '../../../src/model/types';
import { count, fixed, percent } from '../../controls/format';

/** What the float network reaches on the whole test set, for a list and for a sheet of facts. */
interface FloatMetric {
  readonly short: string;
  readonly long: string;
}

type CardOf<T extends TaskId> = Extract<ModelCard, { readonly task: T }>;

const METRICS: { readonly [T in TaskId]: (card: CardOf<T>) => FloatMetric } = {
  classify: ({ accuracy }) =>
    accuracy === undefined
      ? { short: 'measured when opened', long: 'Measured here on your test data' }
      : {
          short: `${percent(accuracy.correct / accuracy.images)} %`,
          long: `${percent(accuracy.correct / accuracy.images)} %, ${count(accuracy.correct)} of ${count(accuracy.images)} test images`,
        },
  language: ({ text: { bitsPerCharacter, characters } }) => ({
    short: `${fixed(bitsPerCharacter, 2)} bits/char`,
    long: `${fixed(bitsPerCharacter, 3)} bits per character on ${count(characters)} characters of held-out text`,
  }),
  'super-resolution': () => ({
    short: 'PSNR',
    long: 'Its own picture is what others are measured against (PSNR)',
  }),
  output: () => ({ short: 'SQNR', long: 'Its own output is what others are measured against (SQNR)' }),
  weights: () => ({ short: 'SQNR', long: 'Its weights are what others are measured against (SQNR)' }),
};

export function floatMetric(card: ModelCard): FloatMetric {
  return (METRICS[card.task] as (card: ModelCard) => FloatMetric)(card);
}
