import { recipeName } from '../../panels/recipe/recipeName';
import type { Task } from '../../../src/tasks/task';
import type { Score, SweepPoint } from '../../store/state';
import { count } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { AccuracyInput } from './input';

/** "Per-channel, MSE, 3 bits". */
export function pointTitle({ label, bits, side }: SweepPoint): string {
  return 'bits' in side.recipe.quantizer.params ? `${label}, ${bits} bits` : label;
}

export function pointName(point: SweepPoint, task: Task): string {
  const { score, bitsPerWeight } = point;
  const changed =
    score.changed === null || task.changed === null ? '' : `, ${count(score.changed)} ${task.changed.toLowerCase()}`;
  return `${pointTitle(point)}: ${valueText(score, task)}, ${task.interval(score)}${changed}, ${bitsPerWeight.toFixed(2)} stored bits per weight`;
}

/** "84.8 %". */
function valueText({ value }: Score, { format, unit }: Task): string {
  return `${format(value)} ${unit}`;
}

/** The figure in words: present results, float, and which curve needs the fewest bits. */
export function sentence(input: AccuracyInput): string {
  const { task, points, float, present } = input;
  const n = float?.n ?? points[0]?.score.n ?? present.a?.score.n ?? present.b?.score.n;
  if (n === undefined) return `${task.metric} against stored bits per weight; nothing has been measured yet.`;
  const sides = (['a', 'b'] as const).flatMap((id) => {
    const now = present[id];
    if (!now) return [];
    return [
      `${id.toUpperCase()} (${recipeName(now.side.recipe)}) ${valueText(now.score, task)} at ${now.bitsPerWeight.toFixed(2)} bits`,
    ];
  });
  const reference = float === null ? [] : [`float ${valueText(float, task)}`];
  const lead = `${task.metric} on ${task.testItems(n)} against stored bits per weight, scales included: ${[...sides, ...reference].join('; ')}.`;
  return [lead, sweepSentence(points), cheapest(input)].filter((part) => part !== '').join(' ');
}

function sweepSentence(points: readonly SweepPoint[]): string {
  const curves = new Set(points.map(({ series }) => series)).size;
  if (curves === 0) return '';
  return `${points.length} ${points.length === 1 ? 'point' : 'points'} on ${curves} ${curves === 1 ? 'curve' : 'curves'}.`;
}

function cheapest({ task, points, float }: AccuracyInput): string {
  if (float === null) return '';
  const good = points.filter(({ score }) => task.good.test(score.value, float.value));
  const best = good.sort((p, q) => p.bitsPerWeight - q.bitsPerWeight)[0];
  if (best === undefined) return '';
  return `Fewest bits ${task.good.text}: ${best.bitsPerWeight.toFixed(2)}, ${pointTitle(best)}.`;
}

const RECIPE_COLUMNS = ['quantizer', 'granularity', 'clipper', 'rounder', 'seed', 'source'] as const;

/** Every point with its recipe, then the present results and the float network. */
export function accuracyTable(input: AccuracyInput, source: string): FrameTable {
  const { task } = input;
  const row = rowFor(task);
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
    columns: ['series', 'bits', 'stored bits per weight', ...task.columns.heads, ...RECIPE_COLUMNS],
    rows: [...input.points.map((point) => row(point.label, point.bits, point, source)), ...sides, ...float],
  };
}

interface Measured extends Pick<SweepPoint, 'bitsPerWeight' | 'score'> {
  readonly side: SweepPoint['side'] | null;
}

function rowFor({ columns }: Task) {
  return (series: string, bits: number | string, { bitsPerWeight, score, side }: Measured, source: string) => {
    const recipe = side === null ? ['', '', '', '', ''] : [...techniques(side), side.seed];
    return [series, bits, Number(bitsPerWeight.toFixed(6)), ...columns.cells(score), ...recipe, source];
  };
}

/** Each part with its parameters: "uniform bits=3 range=restricted". */
function techniques({ recipe }: SweepPoint['side']): string[] {
  return [recipe.quantizer, recipe.granularity, recipe.clipper, recipe.rounder].map(({ id, params }) =>
    [id, ...Object.entries(params).map(([name, value]) => `${name}=${String(value)}`)].join(' '),
  );
}
