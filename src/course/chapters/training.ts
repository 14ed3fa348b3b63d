import { choose } from '../../experiment/techniques';
import type { Params } from '../../params/param';
import { meetsBars } from '../bars';
import { percentGuess } from '../guess';
import { type ToyFact, type TrainingFact, factsOf } from '../facts';
import { type Measured, valueOf } from '../measured';
import { compare, lin, onScreen } from '../presets';
import type { Chapter, Step } from '../step';
import { ONE_WEIGHT } from '../toys/one-weight';
import { because } from '../why';
import { decimals, known, percent } from '../words';
import { challengeStep } from './challenge';
import { threeCurves } from './training-curves';

const MODEL = 'lenet';
const start = () => compare(MODEL, lin(3), lin(3));

const STEPS = 20;
const toys = (measured: Measured, fits: (toy: ToyFact) => boolean): ToyFact | undefined =>
  factsOf(measured, 'toy').findLast(fits);
const without = (measured: Measured) => toys(measured, ({ ste }) => !ste);
const withSte = (measured: Measured) => toys(measured, ({ ste, keeps }) => ste && keeps);
const overwritten = (measured: Measured) => toys(measured, ({ ste, keeps }) => ste && !keeps);

const zeroGradient: Step = {
  id: '5.1',
  title: 'A gradient of zero',
  area: 'training',
  preset: start,
  predict: {
    kind: 'number',
    question: `A weight of ${ONE_WEIGHT.start} is rounded to 0 and should be ${ONE_WEIGHT.target}. Where is it after 20 steps of plain gradient descent?`,
    min: 0,
    max: 1,
    step: 0.01,
    start: 0.8,
    unit: '',
  },
  marks: [{ kind: 'panel', name: 'Straight-through' }],
  toy: 'one-weight',
  done: (measured) => {
    const [off, on] = [without(measured), withSte(measured)];
    const ran = off !== undefined && on !== undefined && off.steps >= STEPS && on.steps >= STEPS;
    return ran && off.moved === 0 && on.moved > 0;
  },
  answer: (measured) => {
    const off = without(measured);
    return off === undefined ? null : ONE_WEIGHT.start + off.moved;
  },
  numbers: (measured) =>
    known({ off: decimals(without(measured)?.moved, 2), on: decimals(withSte(measured)?.moved, 2) }),
  result: (measured) => {
    const [off, on] = [without(measured), withSte(measured)];
    if (off === undefined || on === undefined) return null;
    return `Without the estimator the weight moved by ${decimals(off.moved, 2)} in ${off.steps} steps, with it by ${decimals(on.moved, 2)}.`;
  },
  why: (measured) => {
    const [off, on] = [without(measured), withSte(measured)];
    if (off === undefined || on === undefined) return null;
    const shown = off.moved === 0 && on.moved > 0;
    return because(
      shown,
      `The staircase is flat at ${ONE_WEIGHT.start}: its true gradient is 0, so nothing moves. The estimator pretends a slope of 1 and sends 2 (0 − ${ONE_WEIGHT.target}) = ${decimals(-2 * ONE_WEIGHT.target, 1)}.`,
      `the weight moved by ${decimals(off.moved, 2)} without the estimator and by ${decimals(on.moved, 2)} with it.`,
    );
  },
  vary: [],
};

const KEPT_STEPS = 100;
const CLOSE = 0.1;

const masterCopy: Step = {
  id: '5.2',
  title: 'The copy that remembers',
  area: 'training',
  preset: start,
  predict: {
    kind: 'choice',
    question: 'The same weight, with the estimator. Where does its code settle?',
    options: ['At 0', 'At 1', 'It keeps changing between 0 and 1'],
  },
  marks: [{ kind: 'panel', name: 'Latent and quantized' }],
  toy: 'one-weight',
  done: (measured) => {
    const [kept, lost] = [withSte(measured), overwritten(measured)];
    if (kept === undefined || lost === undefined || kept.steps < KEPT_STEPS || lost.steps < STEPS) return false;
    return Math.abs(kept.ups - ONE_WEIGHT.target) <= CLOSE && lost.ups === 0;
  },
  answer: (measured) => {
    const kept = withSte(measured);
    if (kept === undefined || kept.steps < KEPT_STEPS) return null;
    return kept.ups === 0 ? 0 : kept.ups === 1 ? 1 : 2;
  },
  numbers: (measured) => known({ ups: percent(withSte(measured)?.ups), lost: percent(overwritten(measured)?.ups) }),
  result: (measured) => {
    const [kept, lost] = [withSte(measured), overwritten(measured)];
    if (kept === undefined || lost === undefined) return null;
    return `With its float copy the code was 1 in ${percent(kept.ups)} % of the last 50 steps, a mean of ${decimals(kept.ups, 2)}; overwritten, in ${percent(lost.ups)} %.`;
  },
  why: (measured) => {
    const [kept, lost] = [withSte(measured), overwritten(measured)];
    if (kept === undefined || lost === undefined) return null;
    const shown = kept.ups > lost.ups;
    const step = 2 * ONE_WEIGHT.learningRate * ONE_WEIGHT.target;
    return because(
      shown,
      `One update moves ${decimals(step, 2)}, but a code changes only at 0.5: a copy that remembers gets there after ${Math.ceil(0.5 / step)} steps from 0, and an overwritten one begins at 0 each time.`,
      `the code was 1 in ${percent(kept.ups)} % of the steps with the copy and in ${percent(lost.ups)} % without.`,
    );
  },
  vary: [],
};

const run = (measured: Measured, side: 'a' | 'b'): TrainingFact | undefined =>
  factsOf(measured, 'training').findLast((one) => one.side === side);

const onTraining = (params: Params) => onScreen('training', { control: false, ...params });

/** Points that training B wins on A, which is only rounded. */
function recovered(measured: Measured): { before: number; run: TrainingFact } | null {
  const [before, trained] = [valueOf(measured, 'a'), run(measured, 'b')];
  return before === null || trained === undefined ? null : { before, run: trained };
}

const recovery: Step = {
  id: '5.3',
  title: 'Recovery',
  area: 'training',
  layer: 'conv2',
  preset: () => ({ ...start(), ...onTraining({ train: 'b', scaleB: 'max-abs' }) }),
  predict: percentGuess(
    'One epoch of training on 10,000 images, with 3-bit weights. How many of 100 test images are right then?',
    78,
  ),
  marks: [
    { kind: 'control', name: 'Start' },
    { kind: 'panel', name: 'Loss and accuracy' },
    { kind: 'panel', name: 'Latent and quantized' },
  ],
  done: (measured, did) => {
    const found = recovered(measured);
    return (
      did.has('running Training') &&
      found !== null &&
      meetsBars('5.3', { gain: 100 * (found.run.after - found.before) })
    );
  },
  answer: (measured) => {
    const found = recovered(measured);
    return found === null ? null : 100 * found.run.after;
  },
  numbers: (measured) => {
    const found = recovered(measured);
    return known({
      before: percent(found?.before),
      after: percent(found?.run.after),
      changed: percent(found?.run.changed),
      seconds: decimals(found?.run.seconds, 0),
    });
  },
  result: (measured) => {
    const found = recovered(measured);
    if (found === null) return null;
    return `Rounded to nearest ${percent(found.before)} % are right, trained ${percent(found.run.after)} %, after ${decimals(found.run.seconds, 0)} s.`;
  },
  why: (measured) => {
    const found = recovered(measured);
    if (found === null) return null;
    const { before, run: trained } = found;
    const changed = trained.changed === null ? 'Some' : `${percent(trained.changed)} %`;
    return because(
      trained.after > before,
      `${changed} of the weights of the selected layer changed their code. The network saw its own rounding errors in every step and moved the others to make up for them.`,
      `training ended at ${percent(trained.after)} %, rounding at ${percent(before)} %.`,
    );
  },
  vary: [
    {
      label: 'Three epochs',
      change: (now) => ({ ...now, ...onTraining({ train: 'b', scaleB: 'max-abs', epochs: 3 }) }),
    },
  ],
};

const two = () => lin(2, 'tensor', 'mse');

function bothRuns(measured: Measured): { a: TrainingFact; b: TrainingFact } | null {
  const [a, b] = [run(measured, 'a'), run(measured, 'b')];
  return a?.scale !== 'max-abs' || b === undefined || b.scale === 'max-abs' ? null : { a, b };
}

const scaleDecides: Step = {
  id: '5.4',
  title: 'The scale decides',
  area: 'training',
  layer: 'fc1',
  preset: () => ({
    ...compare(MODEL, two(), two()),
    ...onTraining({ train: 'both', scaleA: 'max-abs', scaleB: 'frozen' }),
  }),
  predict: {
    kind: 'number',
    question:
      'At 2 bits A sets its scale by the largest weight at each step, B keeps that of least squared error. By how many points is B better after training?',
    min: -20,
    max: 80,
    step: 1,
    start: 5,
    unit: 'points',
  },
  marks: [
    { kind: 'control', name: 'Start' },
    { kind: 'panel', name: 'Before and after' },
    { kind: 'panel', name: 'Scale over the run' },
  ],
  done: (measured, did) => {
    const both = bothRuns(measured);
    return (
      did.has('running Training') && both !== null && meetsBars('5.4', { gain: 100 * (both.b.after - both.a.after) })
    );
  },
  answer: (measured) => {
    const both = bothRuns(measured);
    return both === null ? null : 100 * (both.b.after - both.a.after);
  },
  numbers: (measured) => {
    const both = bothRuns(measured);
    return known({
      a: percent(both?.a.after),
      b: percent(both?.b.after),
      zerosA: percent(both?.a.zeros),
      zerosB: percent(both?.b.zeros),
    });
  },
  result: (measured) => {
    const both = bothRuns(measured);
    if (both === null) return null;
    return `Trained with the scale of the largest weight ${percent(both.a.after)} % are right, with that of least squared error ${percent(both.b.after)} %.`;
  },
  why: (measured) => {
    const both = bothRuns(measured);
    if (both === null) return null;
    const { a, b } = both;
    return because(
      b.after > a.after && a.zeros !== null && b.zeros !== null,
      `One weight, the largest, sets the step of A: ${percent(a.zeros)} % of the weights of the selected layer end as 0, in B ${percent(b.zeros)} %.`,
      `A ends at ${percent(a.after)} %, B at ${percent(b.after)} %.`,
    );
  },
  vary: [
    {
      label: 'A learned scale for B',
      change: (now) => ({ ...now, ...onTraining({ train: 'b', scaleB: 'learned' }) }),
    },
  ],
};

const challenge5 = challengeStep({
  id: 'challenge-5',
  title: 'Challenge: two bits, trained',
  area: 'training',
  mark: { kind: 'control', name: 'Start' },
  preset: () => {
    const { a, b, ...rest } = compare(MODEL, lin(2), lin(2));
    return {
      ...rest,
      a,
      b: { ...b, recipe: { ...b.recipe, clipper: choose('clipper', 'minmax') } },
      ...onTraining({ train: 'b', scaleB: 'max-abs' }),
    };
  },
  goal: 'The LeNet with one scale per layer. Training on the 10,000 images is allowed.',
  hints: [
    'Look at how many weights are 0 before any training: the range comes first.',
    'A frozen scale keeps the range that the recipe has when the training starts.',
    'Clipping of B by MSE, scale of B frozen, three epochs; then take the trained weights as B and measure on 10,000 images.',
  ],
});

export const training: Chapter = {
  id: '5',
  title: 'Quantization-aware training',
  goals:
    'Explain fake quantization, the float copy and the straight-through estimator, choose a rule for the scale, and compare fairly with rounding.',
  steps: [zeroGradient, masterCopy, recovery, scaleDecides, threeCurves, challenge5],
};
