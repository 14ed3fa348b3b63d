import { meetsBars } from '../bars';
import type { Measured } from '../measured';
import { compare, format, lin } from '../presets';
import { bitsWith, sqnrWith, valueWith } from '../seen';
import type { Recipe } from '../../experiment/spec';
import type { Step } from '../step';
import { because } from '../why';
import { decimals, known, percent } from '../words';
import { groupSize } from './granularity-groups';

const vsq = (scaleBits: number, coarse = 'channel') =>
  format('vsquant', { bits: 4, scaleBits, vectorSize: 16, coarse });

/** Groups of 16 with float scales against VSQuant, from what was measured. */
function saved(measured: Measured): { lost?: number; saved?: number } {
  const of = (recipe: Recipe) => [valueWith(measured, 'lenet', recipe), bitsWith(measured, 'lenet', recipe)] as const;
  const [[a, bitsA], [b, bitsB]] = [of(lin(4, 16)), of(measured.experiment.b.recipe)];
  if (a === null || b === null || bitsA === null || bitsB === null) return {};
  return { lost: 100 * (a - b), saved: bitsA - bitsB };
}

const isVsq = ({ experiment }: Measured): boolean => experiment.b.recipe.quantizer.id === 'vsquant';

const twoLevels: Step = {
  id: '2.4',
  title: 'Two levels of scale',
  area: 'lab',
  layer: 'fc1',
  preset: () => compare('lenet', lin(4, 16), lin(4, 16)),
  predict: {
    kind: 'number',
    question:
      'Groups of 16 with float scales store 6 bits. VSQuant makes each scale a 4-bit integer times one float per channel. How many bits then?',
    min: 4,
    max: 7,
    step: 0.05,
    start: 5.5,
    unit: 'bits',
  },
  marks: [
    { kind: 'control', name: 'Format of B' },
    { kind: 'control', name: 'Recipe B' },
  ],
  done: (measured, did) => did.has('b.quantizer') && isVsq(measured) && meetsBars('2.4', saved(measured)),
  answer: (measured) => (isVsq(measured) ? (measured.networks.b?.bitsPerWeight ?? null) : null),
  numbers: (measured) =>
    known({
      bitsA: decimals(bitsWith(measured, 'lenet', lin(4, 16)), 2),
      bitsB: decimals(measured.networks.b?.bitsPerWeight, 2),
      a: percent(measured.scores.a?.value),
      b: percent(measured.scores.b?.value),
    }),
  result: (measured) => {
    const { lost, saved: bits } = saved(measured);
    if (lost === undefined || bits === undefined) return null;
    const apart =
      Math.abs(lost) < 0.05 ? 'as good as' : `${decimals(Math.abs(lost), 1)} points ${lost > 0 ? 'below' : 'above'}`;
    return `VSQuant stores ${decimals(bits, 2)} bits less per weight and is ${apart} the float scales.`;
  },
  why: (measured) => {
    const { lost, saved: bits } = saved(measured);
    const network = measured.networks.b;
    if (lost === undefined || bits === undefined || network === null || !isVsq(measured)) return null;
    return because(
      meetsBars('2.4', { lost, saved: bits }),
      `Each vector of 16 weights keeps a scale of its own, but as a 4-bit integer: 4/16 = 0.25 bits per weight in place of 32/16 = 2. The float scale is left once per channel.`,
      `B saves ${decimals(bits, 2)} bits and loses ${decimals(lost, 1)} points.`,
    );
  },
  vary: [
    {
      label: 'Scales of 3 bits: some vectors become 0',
      change: (now) => ({ ...now, b: { ...now.b, recipe: vsq(3) } }),
    },
    { label: 'One float scale per layer', change: (now) => ({ ...now, b: { ...now.b, recipe: vsq(4, 'tensor') } }) },
  ],
  check: {
    question: 'What is multiplied in hardware for one vector?',
    options: ['Codes by codes, then once by an integer scale', 'Each code by a float scale'],
    right: 0,
    because:
      'The products of codes are summed as integers; the integer scale comes once per vector, the float one once per channel.',
  },
};

const mx = (m: number): Recipe => format('mx-shared', { m });
const MX: readonly (readonly [string, number])[] = [
  ['MX4', 2],
  ['MX6', 4],
  ['MX9', 7],
];

/** Decibels of dw5 that MX6 lies above MX4. */
function difference(measured: Measured): number | undefined {
  const [four, six] = [sqnrWith(measured, 'dscnn', mx(2), 'dw5'), sqnrWith(measured, 'dscnn', mx(4), 'dw5')];
  return four === null || six === null ? undefined : six - four;
}

const accuracies = (measured: Measured): readonly (number | null)[] =>
  MX.map(([, m]) => valueWith(measured, 'dscnn', mx(m)));

const microExponents: Step = {
  id: '2.5',
  title: 'Shared micro-exponents',
  area: 'lab',
  layer: 'dw5',
  preset: () => compare('dscnn', lin(4, 16), mx(2)),
  predict: {
    kind: 'choice',
    question: 'Which is the first to come within a point of the float network?',
    options: MX.map(([name]) => name),
  },
  marks: [
    { kind: 'control', name: 'Settings of B' },
    { kind: 'panel', name: 'Network' },
  ],
  done: (measured, did) =>
    did.has('b.quantizer.m') &&
    accuracies(measured).every((value) => value !== null) &&
    meetsBars('2.5', { difference: difference(measured) }),
  answer: (measured) => {
    const [all, reference] = [accuracies(measured), measured.scores.float?.value];
    if (reference === undefined || all.some((value) => value === null)) return null;
    const first = all.findIndex((value) => (value ?? 0) >= reference - 0.01);
    return first === -1 ? null : first;
  },
  numbers: (measured) => {
    const [four, six, nine] = accuracies(measured);
    return known({
      four: percent(four),
      six: percent(six),
      nine: percent(nine),
      float: percent(measured.scores.float?.value),
      difference: decimals(difference(measured), 1),
    });
  },
  result: (measured) => {
    const [four, six, nine] = accuracies(measured);
    return `MX4, MX6 and MX9 are right for ${percent(four)}, ${percent(six)} and ${percent(nine)} %; in dw5 MX6 is ${decimals(difference(measured), 1)} dB above MX4.`;
  },
  why: (measured) => {
    const db = difference(measured);
    if (db === undefined) return null;
    return because(
      meetsBars('2.5', { difference: db }),
      `Two mantissa bits more are worth ${decimals(db, 1)} dB in dw5. Sixteen weights share an exponent of 8 bits, each pair may shift down by one: half a bit for the exponent and half a bit for the shifts.`,
      `MX6 is only ${decimals(db, 1)} dB above MX4 in dw5.`,
    );
  },
  vary: [
    {
      label: 'MXFP4 of OCP: a similar name, another format',
      change: (now) => ({ ...now, b: { ...now.b, recipe: format('ocp-mx') } }),
    },
  ],
};

function finer(measured: Measured): { lost?: number; saved?: number } {
  const [channel, group] = [lin(5, 'channel'), lin(5, 16)];
  const [a, b] = [valueWith(measured, 'dscnn', channel), valueWith(measured, 'dscnn', group)];
  const [bitsA, bitsB] = [bitsWith(measured, 'dscnn', channel), bitsWith(measured, 'dscnn', group)];
  if (a === null || b === null || bitsA === null || bitsB === null) return {};
  return { lost: 100 * (a - b), saved: bitsA - bitsB };
}

const nothing: Step = {
  id: '2.6',
  title: 'When finer buys nothing',
  area: 'lab',
  layer: 'dw5',
  preset: () => compare('dscnn', lin(5, 'channel'), lin(5, 'channel')),
  predict: {
    kind: 'number',
    question: 'B gets a scale for every 16 weights instead of one per channel. How many points does it gain?',
    min: -5,
    max: 15,
    step: 0.5,
    start: 5,
    unit: 'points',
  },
  marks: [
    { kind: 'control', name: 'Granularity of B' },
    { kind: 'panel', name: 'Network' },
  ],
  done: (measured, did) => did.has('b.granularity') && meetsBars('2.6', finer(measured)),
  answer: (measured) => {
    const { lost } = finer(measured);
    return lost === undefined ? null : -lost;
  },
  numbers: (measured) => {
    const { lost, saved: bits } = finer(measured);
    return known({ gain: decimals(lost === undefined ? undefined : -lost, 1), cost: decimals(bits && -bits, 2) });
  },
  result: (measured) => {
    const { lost, saved: bits } = finer(measured);
    if (lost === undefined || bits === undefined) return null;
    return `Groups of 16 change the accuracy by ${decimals(-lost, 1)} points and cost ${decimals(-bits, 2)} bits per weight.`;
  },
  why: (measured) => {
    const { lost, saved: bits } = finer(measured);
    if (lost === undefined || bits === undefined) return null;
    return because(
      meetsBars('2.6', { lost, saved: bits }),
      'A depthwise filter has 9 weights: its group is the channel, which already had a scale. The finer scales go to layers that did not need them.',
      `groups of 16 gain ${decimals(-lost, 1)} points for ${decimals(-bits, 2)} bits.`,
    );
  },
  vary: [{ label: 'At 3 bits, where it does pay', change: () => compare('dscnn', lin(3, 'channel'), lin(3, 16)) }],
};

export const FORMAT_STEPS: readonly Step[] = [groupSize, twoLevels, microExponents, nothing];
