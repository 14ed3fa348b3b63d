import { screenParams } from '../../experiment/screens/settings';
import { meetsBars } from '../bars';
import { type CurveFact, factsOf } from '../facts';
import type { Measured } from '../measured';
import { compare, lin, onScreen } from '../presets';
import type { Step } from '../step';
import { because } from '../why';
import { decimals, known, percent } from '../words';

const WIDTHS = [2, 4, 8];
const SETTINGS = { curveBits: WIDTHS, control: false };
/** Three curves at two widths. */
const POINTS = 6;

function at(measured: Measured, method: CurveFact['method'], bits: number): CurveFact | undefined {
  return factsOf(measured, 'curve').findLast((point) => point.method === method && point.bits === bits);
}

/** What training wins on rounding at few bits, and how far apart they are at many; in points. */
function gaps(measured: Measured): { low: number; high: number } | null {
  const [few, many] = [2, 8].map((bits) => {
    const [near, trained] = [at(measured, 'ptq', bits), at(measured, 'qat', bits)];
    return near === undefined || trained === undefined ? null : 100 * (trained.value - near.value);
  });
  return few === null || few === undefined || many === null || many === undefined
    ? null
    : { low: few, high: Math.abs(many) };
}

const total = (measured: Measured, method: CurveFact['method']): number =>
  factsOf(measured, 'curve').reduce((sum, point) => sum + (point.method === method ? point.seconds : 0), 0);

export const threeCurves: Step = {
  id: '5.5',
  title: 'Three curves',
  area: 'training',
  preset: () => ({
    ...compare('lenet', lin(2, 'tensor', 'mse'), lin(2, 'tensor', 'mse')),
    ...onScreen('training', SETTINGS),
  }),
  predict: {
    kind: 'curve',
    question: 'Draw how many of 100 images the trained network gets right at 2, 4 and 8 bits.',
    x: WIDTHS,
    xLabel: 'bits',
    min: 0,
    max: 100,
    start: 60,
    unit: '%',
  },
  marks: [
    { kind: 'panel', name: 'Accuracy and bits' },
    { kind: 'control', name: 'Widths of the curves' },
  ],
  done: (measured, did) => {
    const found = gaps(measured);
    return (
      did.has('running Measuring') &&
      factsOf(measured, 'curve').length >= POINTS &&
      found !== null &&
      meetsBars('5.5', { ...found })
    );
  },
  answer: (measured) => {
    const points = WIDTHS.map((bits) => at(measured, 'qat', bits)?.value ?? null);
    return points.every((value) => value === null)
      ? null
      : points.map((value) => (value === null ? null : 100 * value));
  },
  numbers: (measured) =>
    known({
      near: percent(at(measured, 'ptq', 2)?.value),
      adaround: percent(at(measured, 'adaround', 2)?.value),
      qat: percent(at(measured, 'qat', 2)?.value),
      near8: percent(at(measured, 'ptq', 8)?.value),
      qat8: percent(at(measured, 'qat', 8)?.value),
    }),
  result: (measured) => {
    const [near, adaround, qat] = [at(measured, 'ptq', 2), at(measured, 'adaround', 2), at(measured, 'qat', 2)];
    if (near === undefined || qat === undefined) return null;
    const middle = adaround === undefined ? '' : `, AdaRound ${percent(adaround.value)} %`;
    return `At 2 bits nearest is right for ${percent(near.value)} %${middle}, training ${percent(qat.value)} %.`;
  },
  why: (measured) => {
    const found = gaps(measured);
    if (found === null) return null;
    const { images } = screenParams(measured.experiment.screens, 'rounding');
    return because(
      found.low > found.high,
      `Training used labels and ${decimals(total(measured, 'qat'), 0)} s, AdaRound ${String(images)} images without labels and ${decimals(total(measured, 'adaround'), 0)} s. At 8 bits nothing is left to win; at 2 bits training wins ${decimals(found.low, 1)} points on nearest.`,
      `training wins ${decimals(found.low, 1)} points at 2 bits, and is ${decimals(found.high, 1)} points apart at 8.`,
    );
  },
  vary: [
    {
      label: 'A scale per channel as well',
      change: (now) => ({ ...now, ...onScreen('training', { ...SETTINGS, curveScales: 'both' }) }),
    },
  ],
};
