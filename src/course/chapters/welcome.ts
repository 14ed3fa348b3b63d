import { same } from '../../experiment/key';
import { type Measured, type Seen, layerOf, valueOf } from '../measured';
import { compare, float, lin } from '../presets';
import type { Chapter, Step } from '../step';
import { because } from '../why';
import { known, percent, size } from '../words';

/** Points that one scale per channel must win back. */
const BAR = 0.15;
const LAYER = 'dw5';

/** B as the step sets it, measured. */
function before({ seen }: Measured): Seen | undefined {
  return seen.find(({ side, spec }) => side === 'b' && same(spec.recipe, lin(4)));
}

/** Accuracy of B while it is as the step sets it. */
function untouched(measured: Measured): number | null {
  return same(measured.experiment.b.recipe, lin(4)) ? valueOf(measured, 'b') : null;
}

function won(measured: Measured): number | null {
  const [old, now] = [before(measured), valueOf(measured, 'b')];
  return old === undefined || now === null ? null : now - old.score.value;
}

const zeros = (measured: Measured): number | undefined => layerOf(measured, 'b', LAYER)?.metrics.zeroShare;

const step: Step = {
  id: 'welcome',
  title: 'One click, and the network works again',
  area: 'lab',
  layer: LAYER,
  preset: () => compare('dscnn', float(), lin(4)),
  predict: {
    kind: 'choice',
    question: 'B stores each weight in 4 bits instead of 32. What does that cost?',
    options: ['About 1 point', 'About 10 points', 'About 60 points'],
  },
  marks: [
    { kind: 'control', name: 'Granularity of B' },
    { kind: 'panel', name: 'dw5 weights' },
    { kind: 'control', name: 'Recipe B' },
  ],
  done: (measured, did) => did.has('b.granularity') && (won(measured) ?? 0) >= BAR,
  answer: (measured) => {
    const [reference, old] = [valueOf(measured, 'float'), before(measured)];
    if (reference === null || old === undefined) return null;
    const lost = reference - old.score.value;
    return [0.01, 0.1, 0.6].reduce(
      (best, cost, at, all) => (Math.abs(cost - lost) < Math.abs((all[best] ?? 0) - lost) ? at : best),
      0,
    );
  },
  numbers: (measured) => {
    const report = measured.reports.b;
    return known({
      float: percent(valueOf(measured, 'float')),
      before: percent(before(measured)?.score.value ?? untouched(measured)),
      now: percent(valueOf(measured, 'b')),
      zeros: percent(zeros(measured)),
      step: report?.layer === LAYER ? size(report.example?.scale) : undefined,
    });
  },
  result: (measured) => {
    const [old, now] = [before(measured), valueOf(measured, 'b')];
    if (old === undefined || now === null) return null;
    return `4 bits per weight, ${percent(old.score.value)} % right with one step per layer, ${percent(now)} % with one per channel.`;
  },
  why: (measured) => {
    const [gained, share] = [won(measured), zeros(measured)];
    if (gained === null || share === undefined) return null;
    return because(
      gained >= BAR,
      `With one step for the whole layer most weights of ${LAYER} were smaller than half a step and fell on code 0; with a step per channel only ${percent(share)} % do.`,
      `B is ${percent(gained)} points from where it began, and ${percent(share)} % of the weights of ${LAYER} are 0.`,
    );
  },
  vary: [
    { label: 'Back to one step per layer', change: (now) => ({ ...now, b: { ...now.b, recipe: lin(4) } }) },
    { label: 'One per channel at 3 bits', change: (now) => ({ ...now, b: { ...now.b, recipe: lin(3, 'channel') } }) },
  ],
};

export const welcome: Chapter = {
  id: 'welcome',
  title: 'Welcome',
  goals: 'See in one minute what this is about.',
  steps: [step],
};
