import { barsOf, meetsBars } from '../bars';
import { type Measured, layerOf } from '../measured';
import { aff, compare, float, lin } from '../presets';
import { sqnrWith, valueWith, widthsSeen } from '../seen';
import type { Chapter, Step } from '../step';
import { because } from '../why';
import { decimals, known, percent, size } from '../words';
import { RECAP_CODEBOOKS } from './recap-codebooks';

const MODEL = 'lenet';

/** The width of B, while it is uniform. */
function widthOfB({ experiment }: Measured): number {
  return Number(experiment.b.recipe.quantizer.params['bits'] ?? 0);
}

/** Levels of conv1 under B, while that is uniform with so many bits. */
function levelsAt(measured: Measured, bits: number): number | null {
  const report = measured.reports.b;
  return report?.layer === 'conv1' && widthOfB(measured) === bits ? report.metrics.totalLevels : null;
}

const ruler: Step = {
  id: '1.1',
  title: 'A ruler for weights',
  area: 'lab',
  layer: 'conv1',
  preset: () => compare(MODEL, float(), lin(8)),
  predict: {
    kind: 'number',
    question: 'A code of 3 bits can be one of how many levels here?',
    min: 2,
    max: 16,
    step: 1,
    start: 8,
    unit: 'levels',
  },
  marks: [
    { kind: 'control', name: 'Bits of B' },
    { kind: 'panel', name: 'conv1 weights' },
    { kind: 'panel', name: 'The formulas' },
  ],
  done: (measured, did) =>
    did.has('b.quantizer.bits') && widthsSeen(measured).size >= 4 && levelsAt(measured, 3) !== null,
  answer: (measured) => levelsAt(measured, 3),
  numbers: (measured) => {
    const report = measured.reports.b;
    if (report?.layer !== 'conv1') return {};
    return known({
      bits: decimals(widthOfB(measured), 0),
      levels: decimals(report.metrics.totalLevels, 0),
      used: decimals(report.metrics.usedLevels, 0),
      step: size(report.example?.scale),
      max: size(Math.max(...report.channels.absMax)),
      zeros: percent(report.metrics.zeroShare),
    });
  },
  result: (measured) => {
    const levels = levelsAt(measured, 3);
    return levels === null ? null : `3 bits give ${levels} levels, −3 to 3 times the step: one code less than 2³.`;
  },
  why: (measured) => {
    const [report, bits] = [measured.reports.b, widthOfB(measured)];
    if (report?.layer !== 'conv1' || report.example === null) return null;
    const [step, zeros] = [size(report.example.scale), percent(report.metrics.zeroShare)];
    const max = size(Math.max(...report.channels.absMax));
    return because(
      report.metrics.totalLevels === 2 ** bits - 1,
      `At ${bits} bits the largest weight, ${max}, fixes the step at ${step}; ${zeros} % of the weights are smaller than half a step and become 0. The restricted range gives one code away, so that it is symmetric.`,
      `at ${bits} bits this recipe has ${report.metrics.totalLevels} levels.`,
    );
  },
  vary: [
    { label: 'Affine: a ruler that may be lopsided', change: (now) => ({ ...now, b: { ...now.b, recipe: aff(3) } }) },
    { label: 'Back to 8 bits', change: (now) => ({ ...now, b: { ...now.b, recipe: lin(8) } }) },
  ],
};

const WIDTHS = [8, 7, 6, 5, 4, 3, 2];

function curve(measured: Measured): (number | null)[] {
  return WIDTHS.map((bits) => sqnrWith(measured, MODEL, lin(bits), 'fc1'));
}

/** Decibels that a bit gave from 5 to 8 bits. */
function slope(measured: Measured): number | undefined {
  const [eight, five] = [8, 5].map((bits) => sqnrWith(measured, MODEL, lin(bits), 'fc1') ?? undefined);
  return eight === undefined || five === undefined ? undefined : (eight - five) / 3;
}

const decibels: Step = {
  id: '1.2',
  title: 'Six decibels per bit',
  area: 'lab',
  layer: 'fc1',
  preset: () => compare(MODEL, float(), lin(8)),
  predict: {
    kind: 'curve',
    question: 'Draw the signal-to-noise ratio of the weights of fc1 over the bits.',
    x: WIDTHS,
    xLabel: 'bits',
    min: 0,
    max: 50,
    start: 25,
    unit: 'dB',
  },
  marks: [
    { kind: 'control', name: 'Bits of B' },
    { kind: 'panel', name: 'Network' },
  ],
  done: (measured, did) =>
    did.has('b.quantizer.bits') &&
    curve(measured).filter((value) => value !== null).length >= 5 &&
    meetsBars('1.2', { slope: slope(measured) }),
  answer: (measured) => (curve(measured).some((value) => value !== null) ? curve(measured) : null),
  numbers: (measured) =>
    known({
      slope: decimals(slope(measured), 1),
      eight: decimals(sqnrWith(measured, MODEL, lin(8), 'fc1'), 1),
      two: decimals(sqnrWith(measured, MODEL, lin(2), 'fc1'), 1),
      zeros: percent(layerOf(measured, 'b', 'fc1')?.metrics.zeroShare),
    }),
  result: (measured) => {
    const perBit = slope(measured);
    return perBit === undefined ? null : `From 5 to 8 bits each bit is worth ${decimals(perBit, 1)} dB.`;
  },
  why: (measured) => {
    const perBit = slope(measured);
    if (perBit === undefined) return null;
    return because(
      meetsBars('1.2', { slope: perBit }),
      `Each bit halves the step and so the error: 20 log 2 = 6.02 dB, measured ${decimals(perBit, 1)}. The rule ends where the step is larger than most weights, which then round to 0.`,
      `a bit is worth ${decimals(perBit, 1)} dB here, not 6.02.`,
    );
  },
  vary: [
    { label: 'All at 3 bits', change: (now) => ({ ...now, b: { ...now.b, recipe: lin(3) } }) },
    {
      label: 'The error as a picture: a network that enlarges pictures',
      change: () => compare('upscaler', lin(8), lin(4)),
    },
  ],
};

/** Points that a zero point wins at 3 bits. */
function zeroPoint(measured: Measured): number | undefined {
  const [without, having] = [valueWith(measured, MODEL, lin(3)), valueWith(measured, MODEL, aff(3))];
  return without === null || having === null ? undefined : 100 * (having - without);
}

const zero: Step = {
  id: '1.3',
  title: 'What the zero point buys',
  area: 'lab',
  layer: 'conv2',
  preset: () => compare(MODEL, lin(3), lin(3)),
  predict: {
    kind: 'number',
    question: 'B gets a zero point at 3 bits. By how many points does it come out above A?',
    min: -10,
    max: 30,
    step: 1,
    start: 2,
    unit: 'points',
  },
  marks: [
    { kind: 'control', name: 'Settings of B' },
    { kind: 'panel', name: 'conv2 weights' },
  ],
  done: (measured, did) => did.has('b.quantizer.scheme') && meetsBars('1.3', { gain: zeroPoint(measured) }),
  answer: (measured) => zeroPoint(measured) ?? null,
  numbers: (measured) => {
    const { a, b } = measured.reports;
    return known({
      gain: decimals(zeroPoint(measured), 1),
      levelsA: decimals(a?.metrics.totalLevels, 0),
      levelsB: decimals(b?.metrics.totalLevels, 0),
      usedA: decimals(a?.metrics.usedLevels, 0),
      zeroPoint: decimals(b?.example?.zeroPoint, 0),
    });
  },
  result: (measured) => {
    const gained = zeroPoint(measured);
    return gained === undefined ? null : `With a zero point B is ${decimals(gained, 1)} points above A at 3 bits.`;
  },
  why: (measured) => {
    const [gained, a, b] = [zeroPoint(measured), measured.reports.a, measured.reports.b];
    if (gained === undefined || a === null || b === null || b.example === null) return null;
    return because(
      meetsBars('1.3', { gain: gained }),
      `In ${a.layer} the symmetric ruler uses ${a.metrics.usedLevels} of its ${a.metrics.totalLevels} codes; Z = ${decimals(b.example.zeroPoint, 0)} moves a ruler of ${b.metrics.totalLevels} codes over the weights. It wins ${decimals(gained, 1)} points.`,
      `the zero point is worth ${decimals(gained, 1)} points, less than the ${barsOf('1.3').bars[0]?.bar} that would count.`,
    );
  },
  vary: [
    {
      label: 'The same at 8 bits',
      change: (now) => ({ ...now, ...sides(lin(8), aff(8)) }),
    },
    { label: 'And at 2 bits', change: (now) => ({ ...now, ...sides(lin(2), aff(2)) }) },
  ],
};

function sides(first: ReturnType<typeof lin>, second: ReturnType<typeof lin>) {
  const { a, b } = compare(MODEL, first, second);
  return { a, b };
}

export const recap: Chapter = {
  id: '1',
  title: 'Codebook and linear quantization',
  goals: 'Compute S and Z by hand, count stored bits, and know what a bit is worth.',
  steps: [ruler, decibels, zero, ...RECAP_CODEBOOKS],
};
