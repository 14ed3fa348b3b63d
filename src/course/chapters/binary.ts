import { barOf, meetsBars } from '../bars';
import { factsOf, lastFact } from '../facts';
import { compare, format, onScreen } from '../presets';
import type { Chapter, Step } from '../step';
import { because } from '../why';
import { decimals, known, percent } from '../words';
import { challengeStep } from './challenge';
import { MODEL, onBinary, withTraining, withoutTraining } from './binary-networks';

const DRAWS = 400;
const CLOSE = 0.15;
const clip = (w: number): number => Math.min(Math.max(w, -1), 1);

const twoWays: Step = {
  id: '6.1',
  title: 'Two ways to a sign',
  area: 'binary',
  layer: 'fc1',
  preset: () => onBinary({ weight: 0.3, draws: 20 }),
  predict: {
    kind: 'number',
    question: 'A weight of 0.3 is made +1 or −1 by chance, the more likely the closer. What is the mean of many draws?',
    min: -1,
    max: 1,
    step: 0.05,
    start: 1,
    unit: '',
  },
  marks: [{ kind: 'panel', name: 'Two ways to a sign' }],
  done: (measured, did) => {
    const signs = lastFact(measured, 'signs');
    const acted = did.has('screens.binary.draws') || did.has('screens.binary.weight');
    return acted && signs !== undefined && signs.draws >= DRAWS && Math.abs(signs.mean - clip(signs.weight)) <= CLOSE;
  },
  answer: (measured) => {
    const signs = lastFact(measured, 'signs');
    return signs === undefined || signs.draws < DRAWS ? null : signs.mean;
  },
  numbers: (measured) => {
    const signs = lastFact(measured, 'signs');
    return known({
      mean: decimals(signs?.mean, 2),
      draws: decimals(signs?.draws, 0),
      weight: decimals(signs?.weight, 2),
      probability: decimals(signs?.probability, 2),
    });
  },
  result: (measured) => {
    const signs = lastFact(measured, 'signs');
    if (signs === undefined) return null;
    return `The mean of ${signs.draws} signs of ${decimals(signs.weight, 2)} is ${decimals(signs.mean, 2)}.`;
  },
  why: (measured) => {
    const signs = lastFact(measured, 'signs');
    if (signs === undefined) return null;
    const close = Math.abs(signs.mean - clip(signs.weight)) <= CLOSE;
    const p = decimals(signs.probability, 2);
    return {
      shown: close,
      text: close
        ? `P(+1) = ${p}, so the mean is 2 · ${p} − 1 = ${decimals(2 * signs.probability - 1, 2)}: right on average between −1 and 1, and cut off beyond.`
        : `Here the effect did not show yet: after ${signs.draws} draws the mean is ${decimals(signs.mean, 2)}, the weight ${decimals(signs.weight, 2)}.`,
    };
  },
  vary: [{ label: 'A weight beyond 1', change: () => onBinary({ weight: 1.5, draws: 400 }) }],
};

const NEAR = 0.05;

const freeScale: Step = {
  id: '6.2',
  title: 'The scale that costs nothing',
  area: 'binary',
  layer: 'conv2',
  preset: () => onBinary({ curve: 'alpha', alpha: 0.4, granularity: 'tensor' }),
  predict: {
    kind: 'choice',
    question: 'Every weight becomes +α or −α. Which α has the least squared error?',
    options: ['The largest |w|', 'Half of the largest |w|', 'The mean of |w|'],
  },
  marks: [
    { kind: 'panel', name: 'Which scale' },
    { kind: 'panel', name: 'Weights of conv2' },
  ],
  worked: ['W4'],
  done: (measured, did) => {
    const levels = lastFact(measured, 'levels');
    return did.has('screens.binary.alpha') && levels !== undefined && Math.abs(levels.alpha - 1) <= NEAR;
  },
  answer: (measured) => (lastFact(measured, 'levels') === undefined ? null : 2),
  numbers: (measured) => {
    const levels = lastFact(measured, 'levels');
    return known({
      alpha: decimals(levels === undefined ? null : levels.alpha * levels.mean, 4),
      mean: decimals(levels?.mean, 4),
      ratio: decimals(levels?.alpha, 2),
      variance: decimals(levels?.variance, 5),
    });
  },
  result: (measured) => {
    const levels = lastFact(measured, 'levels');
    if (levels === undefined) return null;
    return `α = ${decimals(levels.alpha * levels.mean, 4)} is ${decimals(levels.alpha, 2)} times the mean of |w|, ${decimals(levels.mean, 4)}.`;
  },
  why: (measured) => {
    const levels = lastFact(measured, 'levels');
    if (levels === undefined) return null;
    const near = Math.abs(levels.alpha - 1) <= NEAR;
    const off = (levels.alpha - 1) * levels.mean;
    return {
      shown: near,
      text: `${near ? 'The' : 'Not there yet: the'} mean squared error is the variance of |w|, ${decimals(levels.variance, 5)}, plus (α − mean |w|)², now ${decimals(off * off, 6)}.`,
    };
  },
  vary: [
    { label: 'An α for each filter', change: () => onBinary({ curve: 'alpha', alpha: 1, granularity: 'channel' }) },
  ],
};

const CELLS = 3;

const counting: Step = {
  id: '6.3',
  title: 'XNOR and popcount',
  area: 'binary',
  layer: 'conv2',
  preset: () => onBinary({ step: 1 }),
  predict: {
    kind: 'number',
    question: 'Rows 1 and 2 of the matrix as signs, 1011 and 1001: in how many of the four places do they agree?',
    min: 0,
    max: 4,
    step: 1,
    start: 2,
    unit: '',
  },
  marks: [{ kind: 'panel', name: 'XNOR and popcount' }],
  worked: ['W7'],
  done: (measured, did) => {
    const filled = factsOf(measured, 'paper').reduce(
      (sum, one) => sum + (one.sheet.startsWith('W7') ? one.filled : 0),
      0,
    );
    const product = lastFact(measured, 'product');
    return did.has('paper') && filled >= CELLS && product !== undefined && product.dot === product.floatDot;
  },
  answer: () => 3,
  numbers: (measured) => {
    const product = lastFact(measured, 'product');
    return known({
      n: decimals(product?.n, 0),
      agreeing: decimals(product?.agreeing, 0),
      dot: decimals(product?.dot, 0),
      float: decimals(product?.floatDot, 0),
    });
  },
  result: (measured) => {
    const product = lastFact(measured, 'product');
    if (product === undefined) return null;
    return `In the real filter ${product.agreeing} of ${product.n} signs agree: 2 · ${product.agreeing} − ${product.n} = ${decimals(product.dot, 0)}, exactly the float product of the signs.`;
  },
  why: (measured) => {
    const product = lastFact(measured, 'product');
    if (product === undefined) return null;
    const { n, agreeing, dot, floatDot } = product;
    return because(
      dot === floatDot,
      `${agreeing} of ${n} signs agree, ${n - agreeing} disagree: ${agreeing} − ${n - agreeing} = ${decimals(dot, 0)}. Equal signs multiply to +1, others to −1; nothing is lost.`,
      `counting gives ${decimals(dot, 0)}, the float product ${decimals(floatDot, 0)}.`,
    );
  },
  vary: [{ label: '33 products: one bit in a second word', change: () => onBinary({ step: 5, length: 33 }) }],
};

const zeroZone: Step = {
  id: '6.4',
  title: 'A zero is worth a bit',
  area: 'binary',
  layer: 'fc1',
  preset: () => onBinary({ curve: 'threshold', factor: 0.3, granularity: 'tensor' }),
  predict: {
    kind: 'number',
    question: 'Weights within Δ become 0. Which Δ, in units of the mean |w|, has the least error in this layer?',
    min: 0.1,
    max: 2,
    step: 0.05,
    start: 0.7,
    unit: '',
  },
  marks: [
    { kind: 'panel', name: 'Where to cut' },
    { kind: 'panel', name: 'Weights of fc1' },
  ],
  done: (measured, did) => {
    const levels = lastFact(measured, 'levels');
    return (
      did.has('screens.binary.factor') && levels?.layer === 'fc1' && meetsBars('6.4', { errorOver: levels.errorOver })
    );
  },
  answer: (measured) => lastFact(measured, 'levels')?.best ?? null,
  numbers: (measured) => {
    const levels = lastFact(measured, 'levels');
    return known({
      factor: decimals(levels?.factor, 2),
      best: decimals(levels?.best, 2),
      over: decimals(levels === undefined ? null : 100 * (levels.errorOver - 1), 1),
      zeros: percent(levels?.zeros),
      bar: decimals(100 * (barOf('6.4', 'errorOver') - 1), 0),
    });
  },
  result: (measured) => {
    const levels = lastFact(measured, 'levels');
    if (levels === undefined) return null;
    return `At Δ = ${decimals(levels.factor, 2)} mean |w| the error is ${decimals(100 * (levels.errorOver - 1), 1)} % above the least, which lies at ${decimals(levels.best, 2)}; ${percent(levels.zeros)} % of the weights are 0.`;
  },
  why: (measured) => {
    const levels = lastFact(measured, 'levels');
    if (levels === undefined) return null;
    const reach = decimals(levels.largest / levels.mean, 1);
    const wide = levels.best > 0.77;
    return because(
      wide,
      `0.7 is for weights between an even and a normal distribution. Here the largest |w| is ${reach} times the mean: with such long tails a wider zone of zeros pays, up to Δ = ${decimals(levels.best, 2)}.`,
      `the least error lies at ${decimals(levels.best, 2)}, near the rule of 0.7.`,
    );
  },
  vary: [
    {
      label: 'The rule of the paper, 0.7',
      change: () => onBinary({ curve: 'threshold', factor: 0.7, granularity: 'tensor' }),
    },
  ],
};

const challenge6 = challengeStep({
  id: 'challenge-6',
  title: 'Challenge: one and a half bits',
  area: 'training',
  mark: { kind: 'control', name: 'Start' },
  preset: () => ({
    ...compare(MODEL, format('ternary'), format('ternary')),
    ...onScreen('training', { train: 'b', control: false }),
  }),
  goal: 'The LeNet, trained on the 10,000 images if you like.',
  hints: [
    'Count first: what does a ternary weight cost to store, and which layers are large?',
    'With binary weights everywhere there is room to spare; with first and last layer in float there is just enough.',
    'Recipe B binary with a scale per channel, three epochs at a rate of 0.002 on the Training screen, then use the weights as B.',
  ],
});

export const binary: Chapter = {
  id: '6',
  title: 'Binary and ternary',
  goals:
    'Tell deterministic from stochastic signs, derive α, count with XNOR, place the threshold of TWN, and say what training buys back.',
  steps: [twoWays, freeScale, counting, zeroZone, withoutTraining, withTraining, challenge6],
};
