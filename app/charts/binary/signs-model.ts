import { clippedMaster, plusProbability, stochasticSign } from '../../../src/binary/stochastic';
import { uniformStream } from '../../../src/numerics/random';
import { count, fixed } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { type Plot, linePath, plotOf } from '../clipping/plot';

/** Draws of the stochastic sign of one weight, always the same for the same seed. */
export interface SignDraws {
  readonly weight: number;
  readonly signs: readonly (1 | -1)[];
  /** Mean of the first, the first two, … draws. */
  readonly means: Float64Array;
  readonly probability: number;
}

export function drawSigns(weight: number, draws: number, seed: number): SignDraws {
  const next = uniformStream(seed, 'binarization', 1);
  const signs = Array.from({ length: draws }, () => stochasticSign(weight, next()));
  let sum = 0;
  return {
    weight,
    signs,
    means: Float64Array.from(signs, (sign, i) => (sum += sign) / (i + 1)),
    probability: plusProbability(weight),
  };
}

export interface SignsModel {
  readonly plot: Plot;
  readonly path: string;
  readonly target: number;
  readonly targetText: string;
  readonly meanText: string;
  /** The last draws as bits, the newest at the right. */
  readonly last: readonly (1 | -1)[];
}

const LAST = 40;

export function signsModel({ weight, signs, means }: SignDraws, size: Size): SignsModel {
  const x: [number, number] = [0, Math.max(signs.length, 10)];
  const plot = plotOf({
    size,
    x,
    y: [-1, 1],
    margin: { left: 34, right: 84, top: 12, bottom: 46 },
    tickGap: { y: 60 },
    writeY: (y) => fixed(y, 1),
  });
  const target = clippedMaster(weight);
  const mean = means.at(-1);
  return {
    plot,
    path: linePath(
      plot,
      Float64Array.from(means, (_, i) => i + 1),
      means,
    ),
    target: plot.y(target),
    targetText: `clip(w) ${fixed(target, 2)}`,
    meanText: mean === undefined ? '' : `mean ${fixed(mean, 2)}`,
    last: signs.slice(-LAST),
  };
}

export function signsSentence({ weight, signs, means, probability }: SignDraws): string {
  const mean = means.at(-1);
  const drawn =
    mean === undefined ? 'nothing has been drawn' : `the mean of ${count(signs.length)} draws is ${fixed(mean, 3)}`;
  return `The deterministic sign of w = ${fixed(weight, 2)} is ${weight >= 0 ? '+1' : '−1'}. The stochastic one is +1 with probability ${fixed(probability, 3)}: its mean tends to ${fixed(clippedMaster(weight), 2)}; ${drawn}.`;
}

export function signsTable({ signs, means }: SignDraws): FrameTable {
  return { columns: ['Draw', 'Sign', 'Mean so far'], rows: signs.map((sign, i) => [i + 1, sign, means[i] ?? 0]) };
}
