import { screenParams } from '../../experiment/screens/settings';
import type { Params } from '../../params/param';
import { meetsBars } from '../bars';
import { type ClippedBy, type ClippingFact } from '../clipping-fact';
import { percentGuess } from '../guess';
import { lastFact } from '../facts';
import type { Measured } from '../measured';
import { compare, lin } from '../presets';
import type { Chapter, Step } from '../step';
import { because } from '../why';
import { count, decimals, known, percent, size } from '../words';
import { CLIPPING_NETWORKS } from './clipping-networks';

/** The arena on a layer of the LeNet-like network. */
function arena(settings: Params) {
  return { ...compare('lenet', lin(3), lin(3)), screens: { clipping: settings } };
}

const changed = (settings: Params) => () => arena(settings);

function fact(measured: Measured): ClippingFact | undefined {
  return lastFact(measured, 'clipping');
}

function method(measured: Measured, id: string): ClippedBy | undefined {
  return fact(measured)?.methods[id];
}

/** Squared error by hand over that of the search. */
function errorOver(measured: Measured): number | undefined {
  const [hand, best] = [method(measured, 'hand'), method(measured, 'mse')];
  return hand === undefined || best === undefined ? undefined : hand.mse / best.mse;
}

const war: Step = {
  id: '3.1',
  title: 'The tug of war',
  area: 'clipping',
  layer: 'fc1',
  preset: changed({ bits: 3, a: 'minmax' }),
  predict: percentGuess(
    'At 3 bits, which threshold has the least squared error? As a share of the largest weight.',
    90,
  ),
  marks: [
    { kind: 'control', name: 'Threshold of A' },
    { kind: 'panel', name: 'What the threshold costs' },
  ],
  done: (measured, did) => did.has('screens.clipping.hand') && meetsBars('3.1', { errorOver: errorOver(measured) }),
  answer: (measured) => {
    const best = method(measured, 'mse');
    return best === undefined ? null : 100 * best.threshold;
  },
  numbers: (measured) => {
    const [hand, best, all] = ['hand', 'mse', 'minmax'].map((id) => method(measured, id));
    return known({
      hand: decimals(hand && 100 * hand.threshold, 0),
      over: decimals(errorOver(measured), 2),
      best: decimals(best && 100 * best.threshold, 0),
      clipped: percent(hand?.clipped),
      share: percent(hand && hand.clipMse / hand.mse),
      worse: decimals(best && all && all.mse / best.mse, 1),
    });
  },
  result: (measured) => {
    const hand = method(measured, 'hand');
    if (hand === undefined) return null;
    return `Your threshold of ${decimals(100 * hand.threshold, 0)} % of the largest weight has ${decimals(errorOver(measured), 2)} times the least squared error.`;
  },
  why: (measured) => {
    const [hand, all] = [method(measured, 'hand'), method(measured, 'minmax')];
    if (hand === undefined || all === undefined) return null;
    return because(
      hand.mse < all.mse,
      `Clipping ${percent(hand.clipped)} % of the weights makes every step ${decimals(all.threshold / hand.threshold, 1)} times finer. Of the error that is left ${percent(hand.clipMse / hand.mse)} % is clipping; all of it together is ${decimals(all.mse / hand.mse, 1)} times less than without clipping.`,
      `your threshold has ${decimals(hand.mse / all.mse, 2)} times the error of no clipping at all.`,
    );
  },
  vary: [
    { label: '8 bits: rounding is cheap, the optimum moves out', change: changed({ bits: 8, a: 'minmax', b: 'mse' }) },
    { label: '2 bits', change: changed({ bits: 2, a: 'minmax', b: 'mse' }) },
  ],
};

/** Batches after the bad one at which the two are compared. */
const LATER = 5;

interface After {
  readonly running: number;
  readonly smoothed: number;
  readonly at: number;
  readonly before: number;
}

/** Both thresholds a few batches after the bad one; undefined without one. */
function later(measured: Measured): After | undefined {
  const batches = fact(measured)?.batches;
  if (batches?.bad === undefined || batches.bad === null) return undefined;
  const [running, smoothed] = [batches.running[batches.bad + LATER], batches.smoothed[batches.bad + LATER]];
  const [at, before] = [batches.smoothed[batches.bad], batches.smoothed[batches.bad - 1]];
  if (running === undefined || smoothed === undefined || at === undefined || before === undefined) return undefined;
  return { running, smoothed, at, before };
}

const slowly: Step = {
  id: '3.2',
  title: 'A range that learns slowly',
  area: 'clipping',
  layer: 'fc1',
  preset: changed({ source: 'activations', bits: 8, a: 'ema' }),
  predict: {
    kind: 'number',
    question:
      'One batch comes eight times too large. To how many times its value does the moving average jump (weight of a new batch 0.1)?',
    min: 1,
    max: 8,
    step: 0.1,
    start: 4,
    unit: 'times',
  },
  marks: [{ kind: 'panel', name: 'Min-max, EMA' }],
  done: (measured, did) => {
    const after = later(measured);
    return did.has('screens.clipping.badBatch') && after !== undefined && after.running >= 2 * after.smoothed;
  },
  answer: (measured) => {
    const after = later(measured);
    return after === undefined ? null : after.at / after.before;
  },
  numbers: (measured) => {
    const after = later(measured);
    return known({
      before: size(after?.before),
      at: size(after?.at),
      later: size(after?.smoothed),
      running: size(after?.running),
      alpha: decimals(fact(measured)?.batches?.alpha, 2),
    });
  },
  result: (measured) => {
    const after = later(measured);
    if (after === undefined) return null;
    return `Five batches after the bad one the running maximum stands at ${size(after.running)}, the moving average at ${size(after.smoothed)}.`;
  },
  why: (measured) => {
    const [after, batches] = [later(measured), fact(measured)?.batches];
    if (after === undefined || batches === null || batches === undefined) return null;
    const rest = (1 - batches.alpha) ** LATER;
    return because(
      after.running >= 2 * after.smoothed,
      `The outlier entered with weight ${decimals(batches.alpha, 2)}; after ${LATER} batches ${percent(rest)} % of that is left. The maximum never forgets.`,
      `after ${LATER} batches the maximum is ${decimals(after.running / after.smoothed, 1)} times the average.`,
    );
  },
  vary: [
    {
      label: 'Weight 0.01: slow to forget, slow to learn',
      change: changed({ source: 'activations', bits: 8, a: 'ema', badBatch: true, alpha: 0.01 }),
    },
    {
      label: 'Weight 0.5: nearly the last batch',
      change: changed({ source: 'activations', bits: 8, a: 'ema', badBatch: true, alpha: 0.5 }),
    },
  ],
};

const divergence: Step = {
  id: '3.3',
  title: 'Keep the distribution',
  area: 'clipping',
  layer: 'fc1',
  preset: changed({ source: 'activations', bits: 8, a: 'kl', cursor: 300 }),
  predict: {
    kind: 'number',
    question: 'Of the 2,048 bins of the histogram, how many does the best candidate keep?',
    min: 0,
    max: 2048,
    step: 16,
    start: 2048,
    unit: 'bins',
  },
  marks: [
    { kind: 'control', name: 'Candidate of the KL search' },
    { kind: 'panel', name: 'KL' },
  ],
  done: (measured, did) => {
    const kl = fact(measured)?.kl;
    return (
      did.has('screens.clipping.cursor') &&
      kl !== null &&
      kl !== undefined &&
      kl.candidates > 100 &&
      kl.at.nats <= 1.02 * kl.best.nats
    );
  },
  answer: (measured) => fact(measured)?.kl?.best.bins ?? null,
  numbers: (measured) => {
    const kl = fact(measured)?.kl;
    return known({
      candidates: kl ? count(kl.candidates) : undefined,
      bins: kl ? count(kl.at.bins) : undefined,
      nats: size(kl?.at.nats),
      best: kl ? count(kl.best.bins) : undefined,
      least: size(kl?.best.nats),
    });
  },
  result: (measured) => {
    const kl = fact(measured)?.kl;
    if (kl === null || kl === undefined) return null;
    return `With ${count(kl.at.bins)} bins kept the divergence is ${size(kl.at.nats)} nats, the least of ${count(kl.candidates)} candidates ${size(kl.best.nats)}.`;
  },
  why: (measured) => {
    const kl = fact(measured)?.kl;
    if (kl === null || kl === undefined) return null;
    return because(
      kl.candidates > 100,
      `Fewer bins push the tail into the last one, so that P itself is changed; more bins make each level stand for more of them, so that Q loses detail. Between the two lies the minimum, at ${count(kl.best.bins)} bins.`,
      `there are only ${kl.candidates} candidates: with so few bins the search is void.`,
    );
  },
  vary: [{ label: 'The weights at 3 bits, where KL lags behind MSE', change: changed({ bits: 3, a: 'kl', b: 'mse' }) }],
};

const newton: Step = {
  id: '3.4',
  title: 'Down the curve',
  area: 'clipping',
  layer: 'fc1',
  preset: changed({ a: 'octav', b: 'mse', step: 0 }),
  predict: {
    kind: 'number',
    question: 'OCTAV starts from the mean size of the weights. How many steps does it take to stop?',
    min: 1,
    max: 30,
    step: 1,
    start: 20,
    unit: 'steps',
  },
  marks: [{ kind: 'panel', name: 'OCTAV' }],
  done: (measured, did) => {
    const [found, octav, best] = [fact(measured), method(measured, 'octav'), method(measured, 'mse')];
    if (found === undefined || octav === undefined || best === undefined) return false;
    const last = found.iterates.length - 1;
    const isAtEnd = Number(screenParams(measured.experiment.screens, 'clipping')['step']) >= last;
    return did.has('screens.clipping.step') && isAtEnd && last <= 15 && octav.mse <= 1.05 * best.mse;
  },
  answer: (measured) => {
    const count = fact(measured)?.iterates.length;
    return count === undefined || count === 0 ? null : count - 1;
  },
  numbers: (measured) => {
    const [found, octav, best] = [fact(measured), method(measured, 'octav'), method(measured, 'mse')];
    return known({
      steps: found === undefined ? undefined : String(found.iterates.length - 1),
      first: size(found?.iterates[0]),
      second: size(found?.iterates[1]),
      last: size(found?.iterates.at(-1)),
      ratio: decimals(octav && 100 * octav.threshold, 0),
      over: decimals(octav && best && octav.mse / best.mse, 3),
    });
  },
  result: (measured) => {
    const [found, octav, best] = [fact(measured), method(measured, 'octav'), method(measured, 'mse')];
    if (found === undefined || octav === undefined || best === undefined) return null;
    return `OCTAV stops after ${found.iterates.length - 1} steps with ${decimals(octav.mse / best.mse, 3)} times the error of the grid search.`;
  },
  why: (measured) => {
    const [found, octav, best] = [fact(measured), method(measured, 'octav'), method(measured, 'mse')];
    if (found === undefined || octav === undefined || best === undefined) return null;
    const path = found.iterates.slice(0, 3).map(size).join(' → ');
    return because(
      octav.mse <= 1.05 * best.mse,
      `Each step sets the threshold to the mean of what lies outside, held back by the rounding noise inside: ${path} → … → ${size(found.iterates.at(-1))}.`,
      `OCTAV stops at ${decimals(octav.mse / best.mse, 2)} times the least error: it takes the rounding noise for fine and even, which it is not with so few levels.`,
    );
  },
  vary: [
    { label: '3 bits: the noise model does not hold', change: changed({ bits: 3, a: 'octav', b: 'mse' }) },
    { label: '8 bits', change: changed({ bits: 8, a: 'octav', b: 'mse' }) },
  ],
};

export const clipping: Chapter = {
  id: '3',
  title: 'Dynamic-range clipping',
  goals: 'Split the error into clipping and rounding, know what each method assumes, and see where each loses.',
  steps: [war, slowly, divergence, newton, ...CLIPPING_NETWORKS],
};
