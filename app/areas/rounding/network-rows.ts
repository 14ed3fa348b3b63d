import type { LayerOutcome } from '../../../src/nn/reconstruct/layers';
import { count, share, value } from '../../charts/frame/format';
import type { FrameTable } from '../../charts/frame/table';
import { percent, points } from '../../controls/format';
import type { Score } from '../../store/state';
import type { MethodId, NetworkRun } from './store';

interface Method {
  readonly id: MethodId;
  readonly label: string;
  /** What it does, in a few words. */
  readonly about: string;
}

/** Every way to round, the simplest first. */
export const METHODS: readonly Method[] = [
  { id: 'nearest', label: 'Nearest', about: 'each weight by itself' },
  { id: 'floor', label: 'Floor', about: 'all down: errors add up' },
  { id: 'ceil', label: 'Ceil', about: 'all up: errors add up' },
  { id: 'stochastic', label: 'Stochastic', about: 'one draw, right on average' },
  { id: 'bias', label: 'Nearest, bias correction', about: 'mean error of each output taken out' },
  { id: 'equalization', label: 'Nearest, equalization', about: 'ranges of channels made equal first' },
  { id: 'awq', label: 'Nearest, AWQ scaling', about: 'finer where inputs are large' },
  { id: 'smoothquant', label: 'Nearest, SmoothQuant', about: 'ranges of inputs moved into weights' },
  { id: 'gptq', label: 'GPTQ', about: 'later weights make up for earlier ones' },
  { id: 'adaround', label: 'AdaRound', about: 'up or down learned layer by layer' },
  { id: 'equalized-adaround', label: 'AdaRound after equalization', about: 'first equal ranges, then learned' },
  { id: 'joint-adaround', label: 'AdaRound, all layers at once', about: 'by the outputs of the network, with biases' },
];

/** "62.1 (61.1 to 63.0)" in percent. */
export function scoreText({ correct, n, low, high }: Score): string {
  return `${percent(correct / n)} (${percent(low)} to ${percent(high)})`;
}

/** Points against the float network. */
export function againstFloat(score: Score, float: Score | null): string {
  return float === null ? '' : points(score.correct / score.n - float.correct / float.n);
}

export function networkSentence({ scores, layers }: NetworkRun): string {
  const { nearest, adaround } = scores;
  if (nearest === undefined || adaround === undefined)
    return layers.length === 0
      ? 'The whole network has not been rounded yet.'
      : `${count(layers.length)} layers are rounded.`;
  const gain = adaround.correct / adaround.n - nearest.correct / nearest.n;
  return `Nearest ${percent(nearest.correct / nearest.n)} %, AdaRound ${percent(adaround.correct / adaround.n)} %: ${points(gain)} points.`;
}

export function networkTable({ scores, layers }: NetworkRun): FrameTable {
  const methods = METHODS.flatMap(({ id, label }) => {
    const score = scores[id];
    return score === undefined ? [] : [[label, '', score.correct / score.n, score.low, score.high, score.n]];
  });
  const byLayer = layers.map(({ layer, nearestError, error, undecided, flipped, weights }) => {
    return ['AdaRound', layer, nearestError, error, undecided, flipped / weights];
  });
  return {
    columns: [
      'Method',
      'Layer',
      'Accuracy, or error of nearest',
      'Low, or error of AdaRound',
      'High, or undecided share',
      'Images, or share moved',
    ],
    rows: [...methods, ...byLayer],
  };
}

/** The cells of one layer. */
export function layerCells({ nearestError, error, undecided, flipped, weights }: LayerOutcome): readonly string[] {
  const factor = error > 0 ? `${(nearestError / error).toFixed(1)} ×` : '–';
  return [count(weights), value(nearestError), value(error), factor, share(undecided), share(flipped / weights)];
}
