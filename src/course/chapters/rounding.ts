import { screenParams } from '../../experiment/screens/settings';
import { bestCorner, cornersOf, nearestCorner, type TwoWeights } from '../../rounding/two-weights';
import { choose } from '../../experiment/techniques';
import { barOf, meetsBars } from '../bars';
import { percentGuess } from '../guess';
import { factsOf, lastFact } from '../facts';
import type { Measured, Seen } from '../measured';
import { compare, float, lin, onScreen, side } from '../presets';
import type { Chapter, Step } from '../step';
import { because } from '../why';
import { decimals, known, percent } from '../words';
import { challenge4, tooGentle, wholeNet } from './rounding-network';

function givenTwo({ experiment }: Measured): TwoWeights {
  return screenParams(experiment.screens, 'rounding') as unknown as TwoWeights;
}

const TWO = { first: 0.4, second: 0.4 };

const twoWeights: Step = {
  id: '4.1',
  title: 'Two weights',
  area: 'rounding',
  layer: 'dw1',
  preset: () => ({
    ...compare('dscnn', lin(3), lin(3)),
    ...onScreen('rounding', { ...TWO, correlation: 0 }),
  }),
  predict: {
    kind: 'choice',
    question: 'Two weights lie at 0.4 of a step. Their inputs nearly always move together. Which rounding is best?',
    options: ['Both down, to nearest', 'One up, one down', 'Both up'],
  },
  marks: [
    { kind: 'control', name: 'Correlation' },
    { kind: 'panel', name: 'Two weights, four roundings' },
  ],
  done: (measured, did) => {
    const given = givenTwo(measured);
    const moved = did.has('screens.rounding.correlation') || did.has('screens.rounding.first');
    return moved && bestCorner(given).error <= nearestCorner(given).error / 2;
  },
  answer: (measured) => {
    const { first, second } = bestCorner(givenTwo(measured));
    return first + second;
  },
  numbers: (measured) => {
    const given = givenTwo(measured);
    const [down, one, , up] = cornersOf(given);
    return known({
      nearest: decimals(nearestCorner(given).error, 3),
      best: decimals(bestCorner(given).error, 3),
      down: decimals(down?.error, 3),
      one: decimals(one?.error, 3),
      up: decimals(up?.error, 3),
      correlation: decimals(given.correlation, 2),
    });
  },
  result: (measured) => {
    const given = givenTwo(measured);
    return `With a correlation of ${decimals(given.correlation, 2)} nearest costs ${decimals(nearestCorner(given).error, 3)}, the best rounding ${decimals(bestCorner(given).error, 3)}.`;
  },
  why: (measured) => {
    const given = givenTwo(measured);
    const [best, nearest] = [bestCorner(given), nearestCorner(given)];
    const off = (corner: 0 | 1, at: number): string => decimals(corner - at, 2) ?? '';
    return because(
      best.error < nearest.error,
      `The two errors, ${off(best.first, given.first)} and ${off(best.second, given.second)} steps, cancel in the output, because the inputs move together (${decimals(given.correlation, 2)}): ${decimals(best.error, 3)} instead of ${decimals(nearest.error, 3)}.`,
      `with a correlation of ${decimals(given.correlation, 2)} no rounding is better than nearest, which costs ${decimals(nearest.error, 3)}.`,
    );
  },
  vary: [
    {
      label: 'Inputs that have nothing in common',
      change: (now) => ({ ...now, ...onScreen('rounding', { ...TWO, correlation: 0 }) }),
    },
    {
      label: 'Inputs that move against each other',
      change: (now) => ({ ...now, ...onScreen('rounding', { ...TWO, correlation: -0.9 }) }),
    },
  ],
};

const STEM = 'stem';
const DRAWS = 10;
const stochastic = { ...lin(3), rounder: choose('rounder', 'stochastic') };

/** Networks with only the stem rounded by chance, each seed once. */
function drawn({ seen }: Measured): readonly Seen[] {
  return seen.filter((one) => one.side === 'b' && one.spec.overrides[STEM]?.rounder?.id === 'stochastic');
}

function luck(measured: Measured): { best: number; mean: number; near: number; count: number } | null {
  const draws = drawn(measured).map(({ score }) => score.value);
  const near = measured.seen.find(({ side: of }) => of === 'a')?.score.value;
  if (near === undefined || draws.length === 0) return null;
  const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
  return { best: Math.max(...draws), mean, near, count: draws.length };
}

const lectureExperiment: Step = {
  id: '4.2',
  title: 'Round by chance',
  area: 'lab',
  layer: STEM,
  preset: () => compare('dscnn', side(float(), { [STEM]: lin(3) }), side(float(), { [STEM]: stochastic })),
  predict: {
    kind: 'number',
    question: 'A rounds the first layer to nearest, B by chance. How many points is the best of ten draws above A?',
    min: -40,
    max: 40,
    step: 1,
    start: 0,
    unit: 'points',
  },
  marks: [
    { kind: 'control', name: 'Next seed for B' },
    { kind: 'control', name: 'Recipe B' },
  ],
  done: (measured, did) => {
    const found = luck(measured);
    return (
      did.has('b.seed') &&
      found !== null &&
      found.count >= DRAWS &&
      meetsBars('4.2', { gain: 100 * (found.best - found.near) })
    );
  },
  answer: (measured) => {
    const found = luck(measured);
    return found === null || found.count < DRAWS ? null : 100 * (found.best - found.near);
  },
  numbers: (measured) => {
    const found = luck(measured);
    return known({
      draws: decimals(found?.count, 0),
      near: percent(found?.near),
      best: percent(found?.best),
      mean: percent(found?.mean),
    });
  },
  result: (measured) => {
    const found = luck(measured);
    if (found === null) return null;
    return `The best of ${found.count} draws is right for ${percent(found.best)} %, nearest for ${percent(found.near)} %; the mean of the draws is ${percent(found.mean)} %.`;
  },
  why: (measured) => {
    const found = luck(measured);
    if (found === null) return null;
    return because(
      found.best > found.near,
      `Nearest is the best choice for each weight alone, yet one of ${found.count} draws beats it by ${decimals(100 * (found.best - found.near), 1)} points: what counts is how the errors add up in the outputs.`,
      `none of ${found.count} draws is better than nearest (${percent(found.near)} %).`,
    );
  },
  vary: [
    {
      label: 'Always down',
      change: (now) => ({
        ...now,
        b: side(float(), { [STEM]: { ...lin(3), rounder: choose('rounder', 'floor') } }),
      }),
    },
    { label: 'Every layer by chance', change: (now) => ({ ...now, a: side(lin(3)), b: side(stochastic) }) },
  ],
};

const OUTPUTS = 3;
const BETTER = 0.9;

function ratios(measured: Measured): readonly number[] {
  return factsOf(measured, 'row').flatMap(({ best, nearest, layer }) =>
    best === null || layer !== 'dw1' || nearest === 0 ? [] : [best / nearest],
  );
}

const allRoundings: Step = {
  id: '4.3',
  title: 'All 512 roundings',
  area: 'rounding',
  layer: 'dw1',
  preset: () => ({
    ...compare('dscnn', lin(4), lin(4)),
    ...onScreen('rounding', { bits: 4, clipper: 'minmax', row: 0 }),
  }),
  predict: percentGuess(
    'One output of dw1 has 9 weights, so 512 roundings. Of the error of nearest, what does the best one leave?',
    90,
  ),
  marks: [
    { kind: 'control', name: 'Output' },
    { kind: 'panel', name: 'Luck or method?' },
  ],
  done: (measured, did) => {
    const all = ratios(measured);
    return did.has('screens.rounding.row') && all.length >= OUTPUTS && Math.min(...all) <= BETTER;
  },
  answer: (measured) => {
    const all = ratios(measured);
    return all.length === 0 ? null : 100 * Math.min(...all);
  },
  numbers: (measured) => {
    const all = ratios(measured);
    const last = lastFact(measured, 'row');
    return known({
      outputs: decimals(all.length, 0),
      ratio: decimals(all.length === 0 ? null : 100 * Math.min(...all), 0),
      row: decimals(last?.row, 0),
      nearest: decimals(last?.nearest, 4),
      best: decimals(last?.best, 4),
    });
  },
  result: (measured) => {
    const all = ratios(measured);
    if (all.length === 0) return null;
    return `Of ${all.length} outputs the best rounding leaves ${decimals(100 * Math.min(...all), 0)} to ${decimals(100 * Math.max(...all), 0)} % of the error of nearest.`;
  },
  why: (measured) => {
    const last = lastFact(measured, 'row');
    if (last === undefined || last.best === null) return null;
    const shown = last.best <= BETTER * last.nearest;
    const errors = `${decimals(last.nearest, 4)} by nearest, ${decimals(last.best, 4)} at best`;
    return because(
      shown,
      `Output ${last.row} errs by ${errors}: a few weights rounded the other way turn the mean shift of the output around.`,
      `output ${last.row} errs by ${errors}.`,
    );
  },
  vary: [{ label: 'The same in dw5', change: (now) => ({ ...now, a: side(lin(4)), b: side(lin(4)) }) }],
};

const LAYER = 'conv2';

const oneLayer: Step = {
  id: '4.4',
  title: 'AdaRound on one layer',
  area: 'rounding',
  layer: LAYER,
  preset: () => ({ ...compare('lenet', lin(3), lin(3)), ...onScreen('rounding', { clipper: 'minmax' }) }),
  predict: {
    kind: 'number',
    question: 'AdaRound learns which weights to round the other way. What share will it be?',
    min: 0,
    max: 50,
    step: 1,
    start: 25,
    unit: '%',
  },
  marks: [
    { kind: 'control', name: 'Run AdaRound' },
    { kind: 'panel', name: 'h(V) makes up its mind' },
    { kind: 'panel', name: 'Flip map' },
  ],
  done: (measured, did) => {
    const run = lastFact(measured, 'layer-rounding');
    return (
      did.has('running Rounding') &&
      run !== undefined &&
      meetsBars('4.4', { undecided: run.undecided, errorLeft: run.hard / run.nearest })
    );
  },
  answer: (measured) => {
    const run = lastFact(measured, 'layer-rounding');
    return run === undefined ? null : 100 * run.flipped;
  },
  numbers: (measured) => {
    const run = lastFact(measured, 'layer-rounding');
    return known({
      flipped: percent(run?.flipped),
      undecided: percent(run?.undecided),
      left: decimals(run === undefined ? null : (100 * run.hard) / run.nearest, 0),
      bar: decimals(100 * barOf('4.4', 'errorLeft'), 0),
    });
  },
  result: (measured) => {
    const run = lastFact(measured, 'layer-rounding');
    if (run === undefined) return null;
    return `${percent(run.flipped)} % of the weights of ${run.layer} were rounded the other way; ${decimals((100 * run.hard) / run.nearest, 0)} % of the output error of nearest is left.`;
  },
  why: (measured) => {
    const run = lastFact(measured, 'layer-rounding');
    if (run === undefined) return null;
    const cut = 100 * (1 - run.hard / run.nearest);
    return because(
      cut > 0,
      `${percent(run.flipped)} % of the weights were rounded the other way. Each of them raises the error of its own weight; together they cut the error of the output by ${decimals(cut, 0)} %.`,
      `the output error of ${run.layer} did not fall.`,
    );
  },
  vary: [],
};

export const rounding: Chapter = {
  id: '4',
  title: 'Rounding',
  goals: 'Show with two weights why nearest is not best, read h(V), β and λ, and judge AdaRound by the output error.',
  steps: [twoWeights, lectureExperiment, allRoundings, oneLayer, wholeNet, tooGentle, challenge4],
};
