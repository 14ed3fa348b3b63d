/** Accuracy over bits three ways: rounded to nearest, by AdaRound, and trained. */
import type { Params } from '../params/param';
import { type RoundingMethod, methodParams } from './screens/rounding';
import { screenParams } from './screens/settings';
import { runParams } from './screens/training';
import type { Experiment, MadeWeights, ScaleRule, Side } from './spec';
import { SWEEP_BITS, type SweepTask } from './sweep';
import { choose } from './techniques';

export type CurveMethod = 'ptq' | 'adaround' | 'qat';

/** One point of the curves; its side names the weights that it is measured with. */
export interface CurveTask extends SweepTask {
  readonly method: CurveMethod;
}

const LABELS: Readonly<Record<CurveMethod, string>> = { ptq: 'Nearest', adaround: 'AdaRound', qat: 'QAT' };
const METHODS: readonly CurveMethod[] = ['ptq', 'adaround', 'qat'];
const ADAROUND: RoundingMethod = 'adaround';

/**
 * The points that the Training screen asks for, all on the range of least squared error: everything rounded to nearest first,
 * as it is quick, then the others from the fewest bits on, where they differ most.
 */
export function curveTasks({ screens }: Pick<Experiment, 'screens'>, seed: number): readonly CurveTask[] {
  const training = screenParams(screens, 'training');
  const rounding = methodParams(ADAROUND, screenParams(screens, 'rounding'));
  const scales = training['curveScales'] === 'both' ? ['tensor', 'channel'] : [String(training['curveScales'])];
  const bits = curveBits(training);
  const point = (method: CurveMethod, width: number, scale: string): CurveTask => {
    const under = sideOf(width, scale, seed);
    const weights = weightsOf(method, under, { training, rounding });
    const side = weights === null ? under : { ...under, weights };
    return { method, series: `${method}/${scale}`, label: `${LABELS[method]}, per-${scale}`, bits: width, side };
  };
  const [first, ...others] = METHODS;
  const all = (methods: readonly CurveMethod[]) =>
    bits.flatMap((width) => scales.flatMap((scale) => methods.map((method) => point(method, width, scale))));
  return first === undefined ? [] : [...all([first]), ...all(others)];
}

/** The chosen widths, fewest first. */
export function curveBits(training: Params): readonly number[] {
  const chosen = training['curveBits'];
  return SWEEP_BITS.filter((bits) => Array.isArray(chosen) && chosen.includes(bits));
}

function sideOf(bits: number, scale: string, seed: number): Side {
  return {
    recipe: {
      quantizer: choose('quantizer', 'uniform', { bits }),
      granularity: choose('granularity', scale),
      clipper: choose('clipper', 'mse'),
      rounder: choose('rounder', 'nearest-even'),
    },
    overrides: {},
    seed,
  };
}

interface Settings {
  readonly training: Params;
  readonly rounding: Params;
}

function weightsOf(method: CurveMethod, under: Side, { training, rounding }: Settings): MadeWeights | null {
  if (method === 'ptq') return null;
  if (method === 'adaround') return { kind: 'rounded', method: ADAROUND, under, params: rounding };
  return { kind: 'trained', under, scale: training['curveRule'] as ScaleRule, params: runParams(training) };
}
