import { count, fixed, percent } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { confusionCounts, recall, rowTotal } from './counts';

export type ConfusionView = 'a' | 'difference' | 'b';

export interface ConfusionInput {
  readonly view: ConfusionView;
  readonly labels: Uint8Array;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly classes: readonly string[];
}

export interface Cell {
  readonly truth: number;
  readonly predicted: number;
  readonly x: number;
  readonly y: number;
  /** Empty for 0. */
  readonly text: string;
  /** Right answers are neutral; wrong ones have the colour of their recipe; differences the sign's. */
  readonly tone: 'right' | 'a' | 'b' | 'negative' | 'positive';
  /** Opacity of the fill, 0 to 0.55: text stays readable on it. */
  readonly strength: number;
  readonly name: string;
}

export interface ConfusionModel {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** One list a true class. */
  readonly rows: readonly {
    readonly label: string;
    readonly y: number;
    readonly cells: readonly Cell[];
    readonly recall: string;
    readonly recallName: string;
  }[];
  readonly columns: readonly {
    readonly label: string;
    readonly name: string;
    readonly x: number;
    readonly y: number;
  }[];
  readonly recallHead: string;
  readonly summary: string;
}

/** Width of a character of 11 px text, generously. */
const CHARACTER = 5.5;
const PADDING = 14;
const RECALL = 46;
const LABEL_ROW = 14;
/** Line for the words "true" and "predicted" above the names of the columns. */
const HEAD = 20;
const GAP = 6;
const LOWEST_CELL = 26;
const HIGHEST_CELL = 40;
const STRONGEST = 0.55;
const SHORT_NAME = 3;

/** Counts by class: truth down, prediction across; for the difference, A minus B. Cells share the height there is. */
export function confusionModel(input: ConfusionInput, { width, height }: Size): ConfusionModel {
  const { classes } = input;
  const k = classes.length;
  const left = PADDING + GAP + CHARACTER * Math.max(...classes.map((name) => name.length), 4);
  const cellWidth = Math.max((width - left - RECALL - PADDING) / Math.max(k, 1), 1);
  const labels = columnLabels(classes, cellWidth);
  const top = HEAD + labels.rows * LABEL_ROW + 4;
  const cellHeight = Math.min(Math.max((height - top - PADDING) / Math.max(k, 1), LOWEST_CELL), HIGHEST_CELL);
  const values = valuesOf(input);
  const largest = Math.max(...values.cells.map(Math.abs), 1);
  const rows = classes.map((label, truth) => ({
    label,
    y: top + truth * cellHeight,
    cells: classes.map((_, predicted) =>
      cellOf(input, values, {
        truth,
        predicted,
        largest,
        x: left + predicted * cellWidth,
        y: top + truth * cellHeight,
      }),
    ),
    ...recallOf(input, values, truth),
  }));
  return {
    width,
    height: top + k * cellHeight + PADDING,
    left,
    top,
    cellWidth,
    cellHeight,
    rows,
    columns: classes.map((name, i) => ({
      name,
      label: labels.texts[i] ?? name,
      x: left + (i + 0.5) * cellWidth,
      y: HEAD + LABEL_ROW * (1 + (i % labels.rows)) - 4,
    })),
    recallHead: input.view === 'difference' ? 'points' : 'recall %',
    summary: confusionSentence(input),
  };
}

/** Names of the columns level: whole, on one line or in turn on two, where they fit; else their first letters. */
function columnLabels(
  classes: readonly string[],
  cellWidth: number,
): { readonly rows: number; readonly texts: readonly string[] } {
  const rows = [1, 2].find((lines) =>
    classes.every((name, i) => {
      const next = classes[i + lines] ?? '';
      return (CHARACTER * (name.length + next.length)) / 2 + GAP <= lines * cellWidth;
    }),
  );
  return rows === undefined
    ? { rows: 1, texts: classes.map((name) => name.slice(0, SHORT_NAME)) }
    : { rows, texts: classes };
}

interface Values {
  /** What the cells show: counts or differences of counts. */
  readonly cells: readonly number[];
  readonly a: Uint32Array;
  readonly b: Uint32Array;
}

function valuesOf({ view, labels, a, b, classes }: ConfusionInput): Values {
  const counts = { a: confusionCounts(labels, a, classes.length), b: confusionCounts(labels, b, classes.length) };
  const cells =
    view === 'difference' ? Array.from(counts.a, (n, i) => n - (counts.b[i] ?? 0)) : Array.from(counts[view]);
  return { cells, ...counts };
}

interface CellPlace {
  readonly truth: number;
  readonly predicted: number;
  readonly largest: number;
  readonly x: number;
  readonly y: number;
}

function cellOf(
  { view, classes }: ConfusionInput,
  values: Values,
  { truth, predicted, largest, x, y }: CellPlace,
): Cell {
  const at = truth * classes.length + predicted;
  const value = values.cells[at] ?? 0;
  const who = `True ${classes[truth] ?? ''}, predicted ${classes[predicted] ?? ''}`;
  const place = { truth, predicted, x, y };
  if (view === 'difference') {
    const tone = value < 0 ? 'negative' : 'positive';
    const name = `${who}: ${count(values.a[at] ?? 0)} in A, ${count(values.b[at] ?? 0)} in B, difference ${signed(value)}`;
    return {
      ...place,
      tone,
      strength: STRONGEST * Math.sqrt(Math.abs(value) / largest),
      text: value === 0 ? '' : signed(value),
      name,
    };
  }
  const total = rowTotal(values.cells, truth, classes.length);
  const tone = truth === predicted ? 'right' : view;
  const strength = total === 0 ? 0 : STRONGEST * Math.sqrt(value / total);
  return {
    ...place,
    tone,
    strength,
    text: value === 0 ? '' : String(value),
    name: `${who}: ${count(value)} of ${count(total)}`,
  };
}

function recallOf(
  { view, classes }: ConfusionInput,
  { a, b, cells }: Values,
  truth: number,
): { recall: string; recallName: string } {
  const of = (counts: ArrayLike<number>) => recall(counts, truth, classes.length);
  const label = classes[truth] ?? '';
  if (view === 'difference') {
    const text = signedPoints(of(a) - of(b));
    return { recall: text, recallName: `${label}, recall of A minus B: ${text} points` };
  }
  const text = Number.isNaN(of(cells)) ? '–' : percent(of(cells));
  return { recall: text, recallName: `${label}, recall ${text} %` };
}

function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value);
}

function signedPoints(difference: number): string {
  if (Number.isNaN(difference)) return '–';
  const text = fixed(difference * 100, 1);
  return difference > 0 ? `+${text}` : text;
}

/** Right answers, the most frequent mistake and the weakest class; for the difference, where A and B differ most. */
function confusionSentence(input: ConfusionInput): string {
  const { view, classes } = input;
  const k = classes.length;
  const values = valuesOf(input);
  const cells = values.cells.map((value, at) => ({ value, truth: Math.floor(at / k), predicted: at % k }));
  const wrong = cells
    .filter(({ truth, predicted }) => truth !== predicted)
    .sort((p, q) => Math.abs(q.value) - Math.abs(p.value));
  const [first] = wrong;
  const pair = first === undefined ? '' : `${classes[first.truth] ?? ''} taken for ${classes[first.predicted] ?? ''}`;
  if (view === 'difference') {
    if (first === undefined || first.value === 0) return 'A and B make the same mistakes.';
    return `Mistakes of A minus mistakes of B. Largest difference: ${pair}, ${signed(first.value)} images.`;
  }
  const n = values.cells.reduce((sum, value) => sum + value, 0);
  const right = cells.filter(({ truth, predicted }) => truth === predicted).reduce((sum, { value }) => sum + value, 0);
  const lead = `${view.toUpperCase()} names ${count(right)} of ${count(n)} images rightly.`;
  return first === undefined || first.value === 0
    ? lead
    : `${lead} Most frequent mistake: ${pair}, ${count(first.value)} images.`;
}

/** Counts of the shown view, one row a true class. */
export function confusionTable(input: ConfusionInput): FrameTable {
  const { classes, view } = input;
  const values = valuesOf(input);
  const k = classes.length;
  const of = (counts: ArrayLike<number>, truth: number) => 100 * recall(counts, truth, k);
  return {
    columns: [
      'true class',
      ...classes.map((name) => `as ${name}`),
      view === 'difference' ? 'recall, points' : 'recall %',
    ],
    rows: classes.map((name, truth) => {
      const share = view === 'difference' ? of(values.a, truth) - of(values.b, truth) : of(values.cells, truth);
      return [
        name,
        ...values.cells.slice(truth * k, (truth + 1) * k),
        Number.isNaN(share) ? '' : Number(share.toFixed(2)),
      ];
    }),
  };
}
