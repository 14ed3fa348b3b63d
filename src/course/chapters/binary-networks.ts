import { meetsBars } from '../bars';
import { percentGuess } from '../guess';
import { type BinaryFact, factsOf } from '../facts';
import type { Measured } from '../measured';
import { compare, format, onScreen } from '../presets';
import type { Step } from '../step';
import { because } from '../why';
import { decimals, known } from '../words';

export const MODEL = 'lenet';
/** The LeNet with settings of the Binary screen. */
export const onBinary = (params: Record<string, string | number | boolean>) => ({
  ...compare(MODEL, format('binary'), format('ternary')),
  ...onScreen('binary', params),
});

/** Percent right of a method; null before it is measured. */
function scoreOf(
  measured: Measured,
  method: BinaryFact['method'],
  floatEnds: boolean,
  isTrained: boolean,
): number | null {
  const found = factsOf(measured, 'binary').findLast(
    (one) => one.method === method && one.floatEnds === floatEnds && one.isTrained === isTrained,
  );
  return found === undefined ? null : 100 * found.value;
}

/** BWN without training, every layer and with first and last in float. */
function bothEnds(measured: Measured): { all: number; inner: number } | null {
  const [all, inner] = [scoreOf(measured, 'bwn', false, false), scoreOf(measured, 'bwn', true, false)];
  return all === null || inner === null ? null : { all, inner };
}

/** Percent of the weights that the first and the last layer hold. */
function shareOfEnds({ networks }: Measured): number | null {
  const sizes = networks.a?.layers.map(({ metrics }) => metrics.n) ?? [];
  const all = sizes.reduce((sum, n) => sum + n, 0);
  return all === 0 ? null : (100 * ((sizes[0] ?? 0) + (sizes.at(-1) ?? 0))) / all;
}

export const withoutTraining: Step = {
  id: '6.5',
  title: 'Without training',
  area: 'binary',
  preset: () => onBinary({ ends: 'quantized' }),
  predict: {
    kind: 'number',
    question:
      'Binary weights, not trained. How many points does it bring to leave the first and the last layer in float?',
    min: -10,
    max: 60,
    step: 1,
    start: 2,
    unit: 'points',
  },
  marks: [
    { kind: 'control', name: 'First and last layer' },
    { kind: 'panel', name: 'Before and after training' },
  ],
  done: (measured, did) => {
    const both = bothEnds(measured);
    return did.has('screens.binary.ends') && both !== null && meetsBars('6.5', { gain: both.inner - both.all });
  },
  answer: (measured) => {
    const both = bothEnds(measured);
    return both === null ? null : both.inner - both.all;
  },
  numbers: (measured) => {
    const both = bothEnds(measured);
    return known({
      all: decimals(both?.all, 1),
      inner: decimals(both?.inner, 1),
      twnAll: decimals(scoreOf(measured, 'twn', false, false), 1),
      twnInner: decimals(scoreOf(measured, 'twn', true, false), 1),
    });
  },
  result: (measured) => {
    const both = bothEnds(measured);
    if (both === null) return null;
    return `Binary everywhere ${decimals(both.all, 1)} % are right, with first and last layer in float ${decimals(both.inner, 1)} %.`;
  },
  why: (measured) => {
    const both = bothEnds(measured);
    if (both === null) return null;
    const won = both.inner - both.all;
    const float = scoreOf(measured, 'float', true, false) ?? 100;
    const share = (100 * won) / Math.max(float - both.all, 1);
    const held = shareOfEnds(measured);
    return because(
      won > 0,
      `The first and the last layer hold ${held === null ? 'few' : `${decimals(held, 1)} %`} of the weights and ${decimals(share, 0)} % of the damage.`,
      `the ends in float bring ${decimals(won, 1)} points.`,
    );
  },
  vary: [{ label: 'The DS-CNN', change: () => ({ ...onBinary({ ends: 'quantized' }), model: 'dscnn' }) }],
};

/** BWN with first and last layer in float, before and after training. */
function bothTimes(measured: Measured): { before: number; after: number } | null {
  const [before, after] = [scoreOf(measured, 'bwn', true, false), scoreOf(measured, 'bwn', true, true)];
  return before === null || after === null ? null : { before, after };
}

export const withTraining: Step = {
  id: '6.6',
  title: 'With training',
  area: 'binary',
  preset: () => onBinary({ ends: 'float', train: 'bwn' }),
  predict: percentGuess('One epoch of training with binary weights. How many of 100 test images are right then?', 80),
  marks: [
    { kind: 'control', name: 'Methods to train' },
    { kind: 'panel', name: 'Before and after training' },
  ],
  done: (measured, did) => {
    const both = bothTimes(measured);
    return did.has('running Training') && both !== null && meetsBars('6.6', { gain: both.after - both.before });
  },
  answer: (measured) => bothTimes(measured)?.after ?? null,
  numbers: (measured) => {
    const both = bothTimes(measured);
    return known({
      before: decimals(both?.before, 1),
      after: decimals(both?.after, 1),
      float: decimals(scoreOf(measured, 'float', true, false), 1),
      twn: decimals(scoreOf(measured, 'twn', true, true), 1),
      xnor: decimals(scoreOf(measured, 'xnor', true, true), 1),
    });
  },
  result: (measured) => {
    const both = bothTimes(measured);
    if (both === null) return null;
    return `Binary weights: ${decimals(both.before, 1)} % without training, ${decimals(both.after, 1)} % after it.`;
  },
  why: (measured) => {
    const both = bothTimes(measured);
    const float = scoreOf(measured, 'float', true, false);
    if (both === null || float === null) return null;
    const xnor = scoreOf(measured, 'xnor', true, true);
    const inputs = xnor === null ? '' : `, binary activations another ${decimals(both.after - xnor, 1)}`;
    return because(
      both.after > both.before,
      `After training binary weights cost ${decimals(float - both.after, 1)} points${inputs}.`,
      `${decimals(both.before, 1)} % before, ${decimals(both.after, 1)} % after training.`,
    );
  },
  vary: [
    { label: 'Ternary weights', change: () => onBinary({ ends: 'float', train: 'twn' }) },
    { label: 'Binary activations, too', change: () => onBinary({ ends: 'float', train: 'xnor' }) },
  ],
};
