import { same } from '../../experiment/key';
import { meetsBars } from '../bars';
import { lastFact } from '../facts';
import type { Measured } from '../measured';
import { compare, lin } from '../presets';
import type { Step } from '../step';
import { because } from '../why';
import { decimals, known, percent } from '../words';
import { challengeStep } from './challenge';

const NAMES: Readonly<Record<string, string>> = {
  minmax: 'Min-max',
  percentile: 'Percentile',
  kl: 'KL',
  mse: 'MSE',
  octav: 'OCTAV',
  aciq: 'ACIQ',
};
const IDS = Object.keys(NAMES);
const BITS = 4;

interface Ranked {
  readonly id: string;
  readonly value: number;
  readonly threshold: number;
}

/** The methods whose accuracy at 4 bits is known, best first. */
function ranking(measured: Measured): readonly Ranked[] {
  const fact = lastFact(measured, 'clipping');
  if (fact === undefined || fact.bits !== BITS || fact.source !== 'weights') return [];
  return IDS.flatMap((id) => {
    const found = fact.methods[id];
    return found === undefined || found.value === null ? [] : [{ id, value: found.value, threshold: found.threshold }];
  }).sort((x, y) => y.value - x.value);
}

function spread(measured: Measured): number | undefined {
  const all = ranking(measured);
  const [best, worst] = [all[0], all.at(-1)];
  return best === undefined || worst === undefined || all.length < IDS.length
    ? undefined
    : 100 * (best.value - worst.value);
}

const arena: Step = {
  id: '3.5',
  title: 'Arena',
  area: 'clipping',
  layer: 'dw5',
  preset: () => ({ ...compare('dscnn', lin(4), lin(4)), screens: { clipping: { bits: 8 } } }),
  predict: {
    kind: 'choice',
    question: 'At 4 bits with one scale per layer, which way to choose the threshold keeps most images right?',
    options: IDS.map((id) => NAMES[id] ?? id),
  },
  marks: [
    { kind: 'control', name: 'Bits' },
    { kind: 'panel', name: 'Ranking' },
  ],
  done: (measured, did) => did.has('screens.clipping.bits') && meetsBars('3.5', { spread: spread(measured) }),
  answer: (measured) => {
    const all = ranking(measured);
    return all.length < IDS.length ? null : IDS.indexOf(all[0]?.id ?? '');
  },
  numbers: (measured) => {
    const all = ranking(measured);
    const [best, worst] = [all[0], all.at(-1)];
    return known({
      best: best && NAMES[best.id],
      bestValue: percent(best?.value),
      worst: worst && NAMES[worst.id],
      worstValue: percent(worst?.value),
      count: String(all.length),
    });
  },
  result: (measured) => {
    const all = ranking(measured);
    const [best, worst] = [all[0], all.at(-1)];
    if (best === undefined || worst === undefined) return null;
    return `${NAMES[best.id]} keeps ${percent(best.value)} % right, ${NAMES[worst.id]} ${percent(worst.value)} %: the same codes, other thresholds.`;
  },
  why: (measured) => {
    const [all, apart] = [ranking(measured), spread(measured)];
    const [best, worst] = [all[0], all.at(-1)];
    if (best === undefined || worst === undefined || apart === undefined) return null;
    return because(
      meetsBars('3.5', { spread: apart }),
      `In the layer shown ${NAMES[best.id]} keeps ${percent(best.threshold)} % of the range and gives its 15 codes to the many small weights; ${NAMES[worst.id]} keeps ${percent(worst.threshold)} %.`,
      `best and worst are ${decimals(apart, 1)} points apart.`,
    );
  },
  vary: [
    {
      label: 'The LeNet-like network at 3 bits',
      change: () => ({ ...compare('lenet', lin(3), lin(3)), screens: { clipping: { bits: 3 } } }),
    },
  ],
};

/** Sum of squared errors of all weights of a side. */
function squared({ networks }: Measured, side: 'a' | 'b'): number | undefined {
  return networks[side]?.layers.reduce((sum, { metrics }) => sum + metrics.mse * metrics.n, 0);
}

/** B against A: its share of the squared error, and the points it loses. */
function against(measured: Measured): { error?: number; lost?: number } {
  const [a, b] = [squared(measured, 'a'), squared(measured, 'b')];
  const [first, second] = [measured.scores.a?.value, measured.scores.b?.value];
  if (a === undefined || b === undefined || first === undefined || second === undefined) return {};
  return { error: b / a, lost: 100 * (first - second) };
}

const hurts: Step = {
  id: '3.6',
  title: 'A smaller error that hurts',
  area: 'lab',
  layer: 'pw1',
  preset: () => compare('dscnn', lin(3, 'channel'), lin(3, 'channel')),
  predict: {
    kind: 'choice',
    question:
      'One layer of B gets thresholds with less squared error of the weights. Can the network be wrong more often for it?',
    options: ['No: less error is less harm', 'Yes, by a point or less', 'Yes, by several points'],
  },
  marks: [
    { kind: 'control', name: 'Settings of B' },
    { kind: 'panel', name: 'Network' },
  ],
  done: (measured, did) => did.has('b') && meetsBars('3.6', against(measured)),
  answer: (measured) => {
    const { error, lost } = against(measured);
    if (error === undefined || lost === undefined || error >= 1) return null;
    return lost <= 0 ? 0 : lost <= 1 ? 1 : 2;
  },
  numbers: (measured) => {
    const { error, lost } = against(measured);
    return known({
      less: decimals(error && 100 * (1 - error), 1),
      lost: decimals(lost, 1),
      a: percent(measured.scores.a?.value),
      b: percent(measured.scores.b?.value),
    });
  },
  result: (measured) => {
    const { error, lost } = against(measured);
    if (error === undefined || lost === undefined) return null;
    return `B has ${decimals(100 * (1 - error), 1)} % less squared error in its weights and ${decimals(lost, 1)} points less accuracy.`;
  },
  why: (measured) => {
    const { error, lost } = against(measured);
    if (error === undefined || lost === undefined || error === 1) return null;
    return because(
      meetsBars('3.6', { error, lost }),
      'Clipped weights all err in the same direction, towards zero. In the sum over a layer’s inputs such errors add up, while rounding errors largely cancel.',
      `B has ${decimals(100 * error, 1)} % of the error of A and is ${decimals(Math.abs(lost), 1)} points ${lost > 0 ? 'below' : 'above'} it.`,
    );
  },
  vary: [{ label: 'All layers by MSE', change: () => compare('dscnn', lin(3, 'channel'), lin(3, 'channel', 'mse')) }],
};

const challenge = challengeStep({
  id: 'challenge-3',
  title: 'Challenge: clip at 3 bits',
  area: 'lab',
  layer: 'fc1',
  preset: () => compare('lenet', lin(3), lin(3, 'tensor', 'mse')),
  goal: 'The LeNet-like network at 3 bits, one scale per layer, rounded to nearest, no training: only the clipping of each layer may change.',
  hints: [
    'One method everywhere does not suffice. Which layer loses most under MSE?',
    'The first and the last layer have few weights and little to spare: set their thresholds by hand.',
    'conv1 at 0.75 of its largest weight, conv2 by MSE, fc1 by OCTAV, fc2 at 0.3.',
  ],
  allows: ({ experiment: { b } }) => {
    const { quantizer, granularity, rounder } = lin(3);
    const parts = [b.recipe, ...Object.values(b.overrides)];
    return (
      b.weights === undefined &&
      b.activations === undefined &&
      parts.every(
        (one) =>
          (one.quantizer === undefined || same(one.quantizer, quantizer)) &&
          (one.granularity === undefined || same(one.granularity, granularity)) &&
          (one.rounder === undefined || same(one.rounder, rounder)),
      )
    );
  },
});

export const CLIPPING_NETWORKS: readonly Step[] = [arena, hurts, challenge];
