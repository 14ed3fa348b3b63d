import type { Measured, Seen } from '../measured';
import { compare, format, lin } from '../presets';
import { bitsWith, seenRecipes, valueWith } from '../seen';
import type { Step } from '../step';
import { because } from '../why';
import { decimals, known } from '../words';

const CHAR = 'chargpt';

interface Point {
  readonly bits: number;
  readonly value: number;
}

/** Group sizes of B that were measured, with what they cost and give (bits per character: lower is better). */
function groups(measured: Measured): readonly (Point & { readonly size: number })[] {
  return seenRecipes(measured, CHAR).flatMap(({ spec, score, bitsPerWeight }: Seen) => {
    const size = spec.recipe.granularity.params['groupSize'];
    return typeof size === 'number' && bitsPerWeight !== null
      ? [{ size, bits: bitsPerWeight, value: score.value }]
      : [];
  });
}

/** Whether no other measured point of the step is both smaller and better. */
function isBest(measured: Measured, { bits, value }: Point): boolean {
  return !seenRecipes(measured, CHAR).some(
    (one) => one.bitsPerWeight !== null && one.bitsPerWeight <= bits && one.score.value < value,
  );
}

/** The point that B stands at, when it is one of groups. */
function chosen(measured: Measured): (Point & { readonly size: number }) | null {
  const size = measured.experiment.b.recipe.granularity.params['groupSize'];
  const bits = measured.networks.b?.bitsPerWeight;
  const value = measured.scores.b?.value;
  return typeof size === 'number' && bits !== undefined && value !== undefined ? { size, bits, value } : null;
}

const SIZES = 4;

export const groupSize: Step = {
  id: '2.3',
  title: 'Groups, and what they cost',
  area: 'lab',
  preset: () => compare(CHAR, lin(3, 'channel'), lin(3, 256)),
  predict: {
    kind: 'choice',
    question:
      'A scale costs 32 bits. Which group size gives the lowest bits per character within 4.1 stored bits per weight?',
    options: ['256', '128', '64', '32'],
  },
  marks: [
    { kind: 'control', name: 'Granularity of B' },
    { kind: 'panel', name: 'Bits per character' },
  ],
  done: (measured, did) => {
    const now = chosen(measured);
    return (
      did.has('b.granularity.groupSize') && groups(measured).length >= SIZES && now !== null && isBest(measured, now)
    );
  },
  answer: (measured) => {
    const sizes = ['256', '128', '64', '32'];
    const within = groups(measured).filter(({ bits, size }) => bits <= 4.1 && sizes.includes(String(size)));
    if (within.length < SIZES) return null;
    const best = within.reduce((least, one) => (one.value < least.value ? one : least));
    return sizes.indexOf(String(best.size));
  },
  numbers: (measured) => {
    const now = chosen(measured);
    return known({
      count: String(groups(measured).length),
      size: decimals(now?.size, 0),
      bits: decimals(now?.bits, 2),
      value: decimals(now?.value, 3),
      channel: decimals(valueWith(measured, CHAR, lin(3, 'channel')), 3),
      channelBits: decimals(bitsWith(measured, CHAR, lin(3, 'channel')), 2),
    });
  },
  result: (measured) => {
    const now = chosen(measured);
    if (now === null) return null;
    return `Groups of ${now.size} give ${decimals(now.value, 3)} bits per character at ${decimals(now.bits, 2)} stored bits; nothing you measured is smaller and better.`;
  },
  why: (measured) => {
    const sorted = [...groups(measured)].sort((x, y) => y.size - x.size);
    const [coarse, fine] = [sorted[0], sorted.at(-1)];
    if (coarse === undefined || fine === undefined || coarse === fine) return null;
    const costs = `from ${coarse.size} to ${fine.size} weights per scale costs ${decimals(fine.bits - coarse.bits, 2)} stored bits`;
    return because(
      fine.value < coarse.value,
      `Going ${costs} and saves ${decimals(coarse.value - fine.value, 3)} bits per character. One more bit in every code costs exactly 1.`,
      `going ${costs} and saves nothing.`,
    );
  },
  vary: [
    { label: '4 bits instead of 3', change: (now) => ({ ...now, b: { ...now.b, recipe: lin(4, 'channel') } }) },
    {
      label: 'NVFP4: groups of 16 with 8-bit scales',
      change: (now) => ({ ...now, b: { ...now.b, recipe: format('nvfp4') } }),
    },
  ],
};
