import { recipeName } from '../../panels/recipe/recipeName';
import type { Score, SweepPoint } from '../../store/state';
import { count, percent } from '../frame/format';
import type { FrameTable } from '../frame/table';
import { type AccuracyInput, share } from './input';

/** Accuracies closer to float than this are called as good, in shares. */
const AS_GOOD = 0.01;

/** "95 % interval 83.2 to 86.3, n = 2,000". */
export function intervalText({ low, high, n }: Score): string {
  return `95 % interval ${percent(low)} to ${percent(high)}, n = ${count(n)}`;
}

/** "Per-channel, MSE, 3 bits". */
export function pointTitle({ label, bits, side }: SweepPoint): string {
  return 'bits' in side.recipe.quantizer.params ? `${label}, ${bits} bits` : label;
}

export function pointName(point: SweepPoint): string {
  const { score, bitsPerWeight } = point;
  const changed = score.changed === null ? '' : `, ${count(score.changed)} predictions changed`;
  return `${pointTitle(point)}: ${percent(share(score))} %, ${intervalText(score)}${changed}, ${bitsPerWeight.toFixed(2)} stored bits per weight`;
}

/** The figure in words: present results, float, and which curve needs the fewest bits. */
export function sentence(input: AccuracyInput): string {
  const { points, float, present } = input;
  const n = float?.n ?? points[0]?.score.n ?? present.a?.score.n ?? present.b?.score.n;
  if (n === undefined) return 'Accuracy against stored bits per weight; nothing has been measured yet.';
  const sides = (['a', 'b'] as const).flatMap((id) => {
    const now = present[id];
    if (!now) return [];
    return [
      `${id.toUpperCase()} (${recipeName(now.side.recipe)}) ${percent(share(now.score))} % at ${now.bitsPerWeight.toFixed(2)} bits`,
    ];
  });
  const reference = float === null ? [] : [`float ${percent(share(float))} %`];
  const lead = `Accuracy on ${count(n)} test images against stored bits per weight, scales included: ${[...sides, ...reference].join('; ')}.`;
  return [lead, sweepSentence(points), cheapest(input)].filter((part) => part !== '').join(' ');
}

function sweepSentence(points: readonly SweepPoint[]): string {
  const curves = new Set(points.map(({ series }) => series)).size;
  if (curves === 0) return '';
  return `${points.length} ${points.length === 1 ? 'point' : 'points'} on ${curves} ${curves === 1 ? 'curve' : 'curves'}.`;
}

function cheapest({ points, float }: AccuracyInput): string {
  if (float === null) return '';
  const least = share(float) - AS_GOOD;
  const good = points.filter(({ score }) => share(score) >= least);
  const best = good.sort((p, q) => p.bitsPerWeight - q.bitsPerWeight)[0];
  if (best === undefined) return '';
  return `Fewest bits within one point of float: ${best.bitsPerWeight.toFixed(2)}, ${pointTitle(best)}.`;
}

const COLUMNS = [
  'series',
  'bits',
  'stored bits per weight',
  'accuracy %',
  'interval low %',
  'interval high %',
  'correct',
  'images',
  'predictions changed',
  'mean squared logit error',
  'quantizer',
  'granularity',
  'clipper',
  'rounder',
  'seed',
  'source',
] as const;

/** Every point with its recipe, then the present results and the float network. */
export function accuracyTable(input: AccuracyInput, source: string): FrameTable {
  const sides = (['a', 'b'] as const).flatMap((id) => {
    const now = input.present[id];
    if (!now) return [];
    const bits = now.side.recipe.quantizer.params['bits'];
    return [
      row(
        `present ${id.toUpperCase()}`,
        typeof bits === 'number' ? bits : '',
        now,
        now.old ? 'old settings' : 'measured',
      ),
    ];
  });
  const float =
    input.float === null ? [] : [row('float', 32, { bitsPerWeight: 32, score: input.float, side: null }, 'measured')];
  return {
    columns: COLUMNS,
    rows: [...input.points.map((point) => row(point.label, point.bits, point, source)), ...sides, ...float],
  };
}

interface Measured extends Pick<SweepPoint, 'bitsPerWeight' | 'score'> {
  readonly side: SweepPoint['side'] | null;
}

function row(
  series: string,
  bits: number | string,
  { bitsPerWeight, score, side }: Measured,
  source: string,
): (string | number)[] {
  const { correct, n, low, high, changed, logitsMse } = score;
  const recipe = side === null ? ['', '', '', '', ''] : [...techniques(side), side.seed];
  return [
    series,
    bits,
    rounded(bitsPerWeight, 6),
    rounded((100 * correct) / n, 2),
    rounded(100 * low, 2),
    rounded(100 * high, 2),
    correct,
    n,
    changed ?? '',
    logitsMse ?? '',
    ...recipe,
    source,
  ];
}

/** Each part with its parameters: "uniform bits=3 range=restricted". */
function techniques({ recipe }: SweepPoint['side']): string[] {
  return [recipe.quantizer, recipe.granularity, recipe.clipper, recipe.rounder].map(({ id, params }) =>
    [id, ...Object.entries(params).map(([name, value]) => `${name}=${String(value)}`)].join(' '),
  );
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
