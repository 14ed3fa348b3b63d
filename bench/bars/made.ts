/** Chapters 4 to 6: weights that are rounded together or trained. */
import { float, format, lin, side, type Sharing } from '../../src/course/presets';
import { binaryScreen } from '../../src/experiment/screens/binary';
import { trainingScreen, runParams } from '../../src/experiment/screens/training';
import { type RoundingMethod, methodParams, roundingScreen } from '../../src/experiment/screens/rounding';
import {
  onShippedWeights,
  type Recipe,
  type RoundedWeights,
  type ScaleRule,
  type Side,
} from '../../src/experiment/spec';
import { choose } from '../../src/experiment/techniques';
import { finish } from '../../src/jobs/finish';
import { trainJobs } from '../../src/jobs/train';
import { type Params, defaultsOf } from '../../src/params/param';
import type { BinaryMethod, MethodSettings } from '../../src/training/binary-methods';
import type { Lab } from '../lab';
import {
  type Attempt,
  type BarSource,
  FIRST,
  OTHERS,
  type Value,
  accuracy,
  atLeast,
  atMost,
  exact,
  gain,
  gained,
  scored,
  shareOf,
} from './measure';

/** What a method makes on the grid of a side, with the settings that the Rounding screen opens with. */
function rounded(under: Side, change: Params = {}, method: RoundingMethod = 'adaround'): RoundedWeights {
  const params = methodParams(method, { ...defaultsOf(roundingScreen), ...change });
  return { kind: 'rounded', method, under: onShippedWeights(under), params };
}

function withRounding(method: RoundingMethod, under: Side): Side {
  return { ...under, weights: rounded(under, {}, method) };
}

export function withAdaRound(under: Side): Side {
  return withRounding('adaround', under);
}

/** What a training on 10,000 images makes under a side. */
function withTraining(under: Side, scale: ScaleRule, change: Params = {}): Side {
  const params = { ...runParams(defaultsOf(trainingScreen)), ...change };
  return { ...under, weights: { kind: 'trained', under: onShippedWeights(under), scale, params } };
}

/** The same training without quantization; the recipe rounds what comes of it. */
function inFloat(under: Side): Side {
  const params = runParams(defaultsOf(trainingScreen));
  return { ...under, weights: { kind: 'trained', under: null, scale: 'frozen', params } };
}

const lin3 = (who: Sharing, clipper: string) => side(lin(3, who, clipper));

/** 3 bits in one layer, the others in float. */
const alone = (layer: string, recipe: Recipe): Side => side(float(), { [layer]: recipe });
const rounder = (recipe: Recipe, id: string): Recipe => ({ ...recipe, rounder: choose('rounder', id) });

/** The best of some stochastic roundings of the stem against nearest. */
const drawn = (words: string, draws: number): Attempt => ({
  words,
  measure: async (lab) => {
    const stem = rounder(lin(3), draws === 0 ? 'floor' : 'stochastic');
    const sides = Array.from({ length: Math.max(draws, 1) }, (_, i) => ({ ...alone('stem', stem), seed: i + 1 }));
    const found: { side: Side; share: number }[] = [];
    for (const one of sides) found.push({ side: one, share: (await accuracy(lab, one, FIRST)).value });
    const best = found.reduce((most, one) => (one.share > most.share ? one : most));
    return { gain: await gain(lab, alone('stem', lin(3)), best.side, FIRST) };
  },
});

/** AdaRound on one layer with the others in float. */
const oneLayer = (words: string, layer: string, iterations: number): Attempt => ({
  words,
  measure: async (lab) => {
    const weights = rounded(alone(layer, lin(3)), { iterations });
    const input = { run: iterations, weights, layer, until: iterations, every: iterations, have: 0 };
    const leg = await finish(trainJobs['round-layer'](input, await lab.training()));
    const last = leg.snapshots.at(-1);
    return {
      undecided: exact(last?.undecided ?? NaN),
      errorLeft: exact((last?.hard ?? NaN) / leg.layer.nearest),
    };
  },
});

/** AdaRound of the LeNet with a weak regulariser against the usual one. */
const gentle = (words: string, lambda: number): Attempt => ({
  words,
  measure: async (lab) => {
    const under = lin3('tensor', 'minmax');
    const [weak, usual] = [rounded(under, { lambda }), rounded(under)];
    const undecided = async (weights: RoundedWeights): Promise<number> => {
      const layers = await lab.outcomes(weights);
      const all = layers.reduce((sum, layer) => sum + layer.weights, 0);
      return layers.reduce((sum, layer) => sum + layer.undecided * layer.weights, 0) / all;
    };
    return {
      gentle: exact(await undecided(weak)),
      usual: exact(await undecided(usual)),
      lost: await gain(lab, { ...under, weights: weak }, { ...under, weights: usual }, FIRST),
    };
  },
});

const two = (clipper: string) => side(lin(2, 'tensor', clipper));
const three = { epochs: 3 };

/** The LeNet at 2 and 8 bits, trained against rounded to nearest. */
const curves = (words: string, scale: ScaleRule): Attempt => ({
  words,
  measure: async (lab) => {
    const at = (width: number) => side(lin(width, 'tensor', 'mse'));
    const won = (width: number) => gain(lab, at(width), withTraining(at(width), scale), FIRST);
    const wide = await won(8);
    return { low: await won(2), high: { value: Math.abs(wide.value), se: wide.se } };
  },
});

const BWN: Recipe = { ...format('binary'), granularity: choose('granularity', 'channel') };
const binaryRate = { epochs: 3, learningRate: 0.002 };

interface Shown {
  readonly method: BinaryMethod;
  readonly floatEnds: boolean;
  readonly isTrained: boolean;
}

/** Two scores of the Binary screen, with the settings that it opens with; they are not compared image by image. */
const between = (words: string, before: Shown, after: Shown): Attempt => ({
  words,
  measure: async (lab) => {
    const score = async ({ method, floatEnds, isTrained }: Shown): Promise<Value> => {
      const { granularity, factor, sign, gradient } = defaultsOf(binaryScreen) as unknown as MethodSettings;
      const settings: MethodSettings = { floatEnds, granularity, factor, sign, gradient, seed: 0 };
      const training = { epochs: 1, images: 10_000, learningRate: 0.002, batchSize: 64, seed: 0 };
      const { correct, images } = await lab.binary(method, settings, isTrained ? training : null, FIRST.to);
      return shareOf(correct, images);
    };
    const [first, second] = [await score(before), await score(after)];
    return { gain: { value: second.value - first.value, se: Math.hypot(first.se, second.se) } };
  },
});

const bwn: Shown = { method: 'bwn', floatEnds: true, isTrained: false };
const int8: Shown = { ...bwn, method: 'int8' };

function floatEnds({ layers }: Lab): Side['overrides'] {
  const [first = '', last = ''] = [layers[0], layers.at(-1)];
  return { [first]: float(), [last]: float() };
}

/** Squared error of ternary levels over that of the best threshold factor, one layer. */
const factor = (words: string, of: number, layer: string): Attempt => ({
  words,
  measure: async (lab) => {
    const error = async (f: number): Promise<number> => {
      return (await lab.layer(side(format('ternary', { factor: f })), layer)).metrics.mse;
    };
    const all: number[] = [];
    for (let i = 1; i <= 200; i++) all.push(await error(i / 100));
    return { errorOver: exact((await error(of)) / Math.min(...all)) };
  },
});

export const MADE_BARS: Readonly<Record<string, BarSource>> = {
  '4.2': {
    model: 'dscnn',
    images: FIRST,
    bars: [atLeast('gain', 5, 'points')],
    solution: drawn('the best of 10 stochastic roundings of the stem', 10),
    naive: drawn('rounding the stem down', 0),
  },
  '4.4': {
    model: 'lenet',
    images: null,
    bars: [atMost('undecided', 0.05, 'share'), atMost('errorLeft', 0.5, 'of the error of nearest')],
    solution: oneLayer('1,000 steps on conv2', 'conv2', 1000),
    naive: oneLayer('100 steps on conv2', 'conv2', 100),
  },
  '4.5': {
    model: 'lenet',
    images: FIRST,
    bars: [atLeast('gain', 10, 'points')],
    solution: gained('AdaRound at 3 bits', lin3('tensor', 'minmax'), withAdaRound(lin3('tensor', 'minmax'))),
    naive: gained('AdaRound at 8 bits', side(lin(8)), withAdaRound(side(lin(8)))),
  },
  '4.6': {
    model: 'lenet',
    images: FIRST,
    bars: [atLeast('gentle', 0.3, 'share'), atMost('usual', 0.1, 'share'), atLeast('lost', 3, 'points')],
    solution: gentle('λ = 0.000003', 0.000003),
    naive: gentle('λ = 0.1', 0.1),
  },
  'challenge-4': {
    model: 'dscnn',
    images: OTHERS,
    bars: [atLeast('accuracy', 84, '%'), atMost('bits', 3.1, 'bits per weight')],
    solution: scored('ranges of least squared error, AdaRound after equalization', () =>
      withRounding('equalized-adaround', lin3('tensor', 'mse')),
    ),
    naive: scored('ranges of least squared error, AdaRound', () => withAdaRound(lin3('tensor', 'mse'))),
  },
  '5.3': {
    model: 'lenet',
    images: FIRST,
    bars: [atLeast('gain', 10, 'points')],
    solution: gained(
      'trained for one epoch',
      lin3('tensor', 'minmax'),
      withTraining(lin3('tensor', 'minmax'), 'max-abs'),
    ),
    naive: gained(
      'trained in float and rounded afterwards',
      lin3('tensor', 'minmax'),
      inFloat(lin3('tensor', 'minmax')),
    ),
  },
  '5.4': {
    model: 'lenet',
    images: FIRST,
    bars: [atLeast('gain', 15, 'points')],
    solution: gained('frozen against max-abs', withTraining(two('mse'), 'max-abs'), withTraining(two('mse'), 'frozen')),
    naive: gained('learned against frozen', withTraining(two('mse'), 'frozen'), withTraining(two('mse'), 'learned')),
  },
  '5.5': {
    model: 'lenet',
    images: FIRST,
    bars: [atLeast('low', 10, 'points'), atMost('high', 1.5, 'points')],
    solution: curves('trained with a frozen range', 'frozen'),
    naive: curves('trained with max-abs ranges', 'max-abs'),
  },
  'challenge-5': {
    model: 'lenet',
    images: OTHERS,
    bars: [atLeast('accuracy', 87.5, '%'), atMost('bits', 2.1, 'bits per weight')],
    solution: scored('a frozen range, three epochs', () => withTraining(two('mse'), 'frozen', three)),
    naive: scored('max-abs ranges, three epochs', () => withTraining(two('mse'), 'max-abs', three)),
  },
  '6.4': {
    model: 'lenet',
    images: null,
    bars: [atMost('errorOver', 1.02, 'of the least error')],
    solution: factor('0.99 on fc1', 0.99, 'fc1'),
    naive: factor('0.7 on fc1', 0.7, 'fc1'),
  },
  '6.5': {
    model: 'lenet',
    images: FIRST,
    bars: [atLeast('gain', 4, 'points')],
    solution: between('BWN, first and last layer in float', { ...bwn, floatEnds: false }, bwn),
    naive: between('8 bits, first and last layer in float', { ...int8, floatEnds: false }, int8),
  },
  '6.6': {
    model: 'lenet',
    images: FIRST,
    bars: [atLeast('gain', 12, 'points')],
    solution: between('BWN, trained for an epoch', bwn, { ...bwn, isTrained: true }),
    naive: between('8 bits, trained for an epoch', int8, { ...int8, isTrained: true }),
  },
  'challenge-6': {
    model: 'lenet',
    images: OTHERS,
    bars: [atLeast('accuracy', 86, '%'), atMost('bits', 1.6, 'bits per weight')],
    solution: scored('BWN everywhere, three epochs', () => withTraining(side(BWN), 'frozen', binaryRate)),
    naive: scored('BWN, first and last layer in float, not trained', (lab) => side(BWN, floatEnds(lab))),
  },
};
