import { same } from '../../experiment/key';
import { meetsBars } from '../bars';
import { lastFact } from '../facts';
import { type Measured, bitsOf, valueOf } from '../measured';
import { compare, lin, onScreen } from '../presets';
import type { Chapter, Step } from '../step';
import { because } from '../why';
import { count, decimals, known, percent, size } from '../words';
import { challengeStep } from './challenge';
import { hardware } from './mixed-hardware';
import { MODEL, onMixed } from './mixed-preset';
import { agent, awayFromHome } from './mixed-search';

/** Policies as powers of ten: weights alone, and weights and activations. */
function space(measured: Measured): { weights: number; both: number; layers: number } | null {
  const ground = lastFact(measured, 'ground');
  if (ground === undefined) return null;
  const layers = ground.layers.length;
  return { layers, weights: layers * Math.log10(8), both: layers * Math.log10(64) };
}

const SECONDS_A_YEAR = 365.25 * 24 * 3600;

const howMany: Step = {
  id: '7.1',
  title: 'How many policies?',
  area: 'mixed',
  preset: () => onMixed({ least: 1, most: 8, activations: false }),
  predict: {
    kind: 'number',
    question: '12 layers, 1 to 8 bits for the weights of each. How many digits has the number of policies?',
    min: 1,
    max: 30,
    step: 1,
    start: 4,
    unit: 'digits',
  },
  marks: [{ kind: 'control', name: 'Activations too' }],
  done: (measured, did) =>
    did.has('screens.mixed.activations') && (lastFact(measured, 'ground')?.rate ?? null) !== null,
  answer: (measured) => {
    const policies = space(measured);
    return policies === null ? null : Math.floor(policies.weights) + 1;
  },
  numbers: (measured) => {
    const policies = space(measured);
    return known({
      layers: decimals(policies?.layers, 0),
      weights: decimals(policies?.weights, 1),
      both: decimals(policies?.both, 1),
      rate: size(lastFact(measured, 'ground')?.rate),
    });
  },
  result: (measured) => {
    const policies = space(measured);
    if (policies === null) return null;
    return `8 choices in ${policies.layers} layers are 10 to the ${decimals(policies.weights, 1)} policies; with activations 10 to the ${decimals(policies.both, 1)}.`;
  },
  why: (measured) => {
    const [policies, rate] = [space(measured), lastFact(measured, 'ground')?.rate ?? null];
    if (policies === null || rate === null) return null;
    const years = 10 ** policies.weights / rate / SECONDS_A_YEAR;
    return {
      shown: years >= 1,
      text: `At the ${size(rate)} policies a second measured here, all policies of the weights alone take ${years < 10 ? decimals(years, 1) : count(Math.round(years))} years.`,
    };
  },
  vary: [
    {
      label: 'The LeNet: 4 layers',
      change: () => ({ ...onMixed({ least: 1, most: 8, activations: false }), model: 'lenet' }),
    },
  ],
};

/** The layer that costs most alone, and the largest one. */
function fragile(measured: Measured) {
  const ground = lastFact(measured, 'ground');
  if (ground === undefined || ground.costs.length !== ground.layers.length || ground.layers.length === 0) return null;
  const rows = ground.layers.map((layer, at) => ({ ...layer, cost: ground.costs[at] ?? 0, at }));
  const worst = rows.reduce((most, row) => (row.cost > most.cost ? row : most));
  const largest = rows.reduce((most, row) => (row.weights > most.weights ? row : most));
  return {
    worst,
    largest,
    all: rows.reduce((sum, { weights }) => sum + weights, 0),
    names: rows.map(({ name }) => name),
  };
}

const whoIsFragile: Step = {
  id: '7.2',
  title: 'Who is fragile?',
  area: 'mixed',
  layer: 'pw5',
  preset: () => onMixed({ damage: 'one', damageIn: 'points', damageBits: 4 }),
  predict: {
    kind: 'choice',
    question: 'One layer at 4 bits, all others in float. Which one costs most?',
    options: ['stem, 144 weights', 'dw1, 144 weights', 'dw5, 1,152 weights', 'pw5, 16,384 weights'],
  },
  marks: [{ kind: 'panel', name: 'Bits per layer' }],
  done: (measured, did) => {
    const found = fragile(measured);
    return (
      did.has('layer') &&
      found !== null &&
      measured.layer === found.worst.name &&
      meetsBars('7.2', { cost: found.worst.cost })
    );
  },
  answer: (measured) => {
    const found = fragile(measured);
    const at = found === null ? -1 : ['stem', 'dw1', 'dw5', 'pw5'].indexOf(found.worst.name);
    return at === -1 ? null : at;
  },
  numbers: (measured) => {
    const found = fragile(measured);
    return known({
      worst: found?.worst.name,
      cost: decimals(found?.worst.cost, 1),
      largest: found?.largest.name,
      largestCost: decimals(found?.largest.cost, 1),
    });
  },
  result: (measured) => {
    const found = fragile(measured);
    if (found === null) return null;
    return `${found.worst.name} alone at 4 bits costs ${decimals(found.worst.cost, 1)} points, ${found.largest.name}, the largest layer, ${decimals(found.largest.cost, 1)}.`;
  },
  why: (measured) => {
    const found = fragile(measured);
    if (found === null) return null;
    const { worst, largest, all } = found;
    const held = decimals((100 * worst.weights) / all, 1);
    return because(
      worst.at !== largest.at,
      `${worst.name} has ${count(worst.weights)} weights (${held} %) and costs ${decimals(worst.cost, 1)} points; ${largest.name} has ${count(largest.weights)} and costs ${decimals(largest.cost, 1)}. Fragile is not the same as large.`,
      `the largest layer, ${worst.name}, costs most.`,
    );
  },
  vary: [
    {
      label: 'By the Hessian of the loss',
      change: (now) => ({ ...now, ...onScreen('mixed', { damageIn: 'trace' }) }),
    },
  ],
};

function spent(measured: Measured): { gain: number; bits: number; a: number; b: number } | null {
  const [a, b, bits] = [valueOf(measured, 'a'), valueOf(measured, 'b'), bitsOf(measured, 'b')];
  return a === null || b === null || bits === null ? null : { gain: 100 * (b - a), bits, a, b };
}

const spendIt: Step = {
  id: '7.3',
  title: 'Spend it',
  area: 'mixed',
  layer: 'dw5',
  preset: () => onMixed({}),
  predict: {
    kind: 'number',
    question: 'A has 4 bits everywhere. How many points do 8 bits in three small layers bring?',
    min: -10,
    max: 80,
    step: 1,
    start: 5,
    unit: 'points',
  },
  marks: [
    { kind: 'panel', name: 'Bits per layer' },
    { kind: 'panel', name: 'Accuracy against cost' },
  ],
  done: (measured, did) => {
    const found = spent(measured);
    return did.has('b.layers') && found !== null && meetsBars('7.3', { gain: found.gain, bits: found.bits });
  },
  answer: (measured) => {
    const found = spent(measured);
    return found === null || same(measured.experiment.a, measured.experiment.b) ? null : found.gain;
  },
  numbers: (measured) => {
    const found = spent(measured);
    return known({ a: percent(found?.a), b: percent(found?.b), bits: decimals(found?.bits, 2) });
  },
  result: (measured) => {
    const found = spent(measured);
    if (found === null) return null;
    return `From ${percent(found.a)} to ${percent(found.b)} %, at ${decimals(found.bits, 2)} stored bits per weight.`;
  },
  why: (measured) => {
    const [found, before] = [spent(measured), bitsOf(measured, 'a')];
    if (found === null || before === null) return null;
    const extra = decimals(found.bits - before, 2);
    return because(
      found.gain > 0,
      `The extra bits went to ${Object.keys(measured.experiment.b.overrides).join(', ')}: ${extra} bits per weight for ${decimals(found.gain, 1)} points.`,
      `${extra} bits per weight more brought ${decimals(found.gain, 1)} points. Look at the sensitivities.`,
    );
  },
  vary: [
    {
      label: 'The wrong place: pw1 and pw2',
      change: (now) => ({ ...now, b: { ...now.b, overrides: eight('pw1', 'pw2') } }),
    },
  ],
};

const eight = (...layers: readonly string[]) =>
  Object.fromEntries(layers.map((layer) => [layer, { quantizer: lin(8).quantizer }]));

const challenge7 = challengeStep({
  id: 'challenge-7',
  title: 'Challenge: only the bits',
  area: 'mixed',
  mark: { kind: 'panel', name: 'Bits per layer' },
  preset: () => onMixed({}),
  goal: 'The DS-CNN with one scale per layer, min-max ranges, rounding to nearest: only the bits of the layers may change.',
  hints: [
    'What a layer costs in bits is its size; what it costs in points is its sensitivity. Compare the two.',
    'pw5 holds nearly half of all weights and hardly minds losing one bit.',
    '3 bits in pw5, 5 in pw3 and pw4, 8 in stem, dw1 and dw5, 6 or 7 in the others.',
  ],
  allows: ({ experiment: { b } }) => {
    const base = lin(4);
    const parts = [b.recipe, ...Object.values(b.overrides).map((patch) => ({ ...b.recipe, ...patch }))];
    return (
      b.weights === undefined &&
      parts.every(
        ({ quantizer, granularity, clipper, rounder }) =>
          quantizer.id === 'uniform' &&
          same([granularity, clipper, rounder], [base.granularity, base.clipper, base.rounder]),
      )
    );
  },
});

const capstone = challengeStep({
  id: 'capstone',
  title: 'Capstone: the promise of the first minute',
  area: 'lab',
  preset: () => compare(MODEL, lin(4), lin(4)),
  goal: 'The DS-CNN, not trained; everything else is allowed.',
  hints: [
    'Two chapters win points without costing stored bits; one moves bits to where they count.',
    'AdaRound can round on the bits that each layer has: in the Lab, from the menu of the weights of B.',
    'On the Rounding screen, with min-max ranges, use AdaRound in B. On the Mixed screen give B the bits of the challenge before, one less in dw3 and pw3. Then, in the Lab, “Round for the present settings” from the menu of its weights.',
  ],
  allows: ({ experiment: { b } }) => b.weights?.kind !== 'trained',
});

export const mixed: Chapter = {
  id: '7',
  title: 'Mixed precision',
  goals:
    'Size the space of policies, measure sensitivity, spend a budget, read the loop of the agent, and see that the best policy depends on the hardware.',
  steps: [howMany, whoIsFragile, spendIt, hardware, agent, awayFromHome, challenge7, capstone],
};
