import type { RungReport, Window } from '../../../src/jobs/ladder-reports';
import { SCORE_NAMES } from '../accuracy/score-names';
import { colourTop } from '../errormap/paint';
import type { Cells } from '../errormap/paint';
import type { ColourScale } from '../errormap/ErrorMap';
import type { Box } from '../frame/Inspector';
import { type ErrorBars, errorBars } from './errors';
import { type LadderInputs, type RungInput, type SubjectKind, hasNetwork } from './input';
import { ERROR_NAMES, NOUNS, bitsText, errorText, groupsText, reasonOf, splitText, storageParts } from './measures';
import { borders, innerBorders } from './regions';

const GAP = 12;
/** Cards below this width have short words; below `LEAST_CARD` there are fewer of them in a row. */
const ROOMY = 190;
const LEAST_CARD = 148;
const BEST_CARD = 196;
const PAD = 10;
const MAP_HEIGHT: Readonly<Record<SubjectKind, number>> = {
  weights: 112,
  activations: 112,
  example: 112,
  picture: 140,
};
const LEGEND = 48;

/** Heights within a card, counted from the end of its map. */
const BELOW = { caption: 14, rule: 22, figures: 44, levels: 72, errors: 104, split: 154, end: 186 } as const;
/** Height of the bars of the error histogram. */
const BARS = 34;

/** A bar of the stored bits: how far it reaches on the axis that all cards share. */
export interface SplitMark {
  readonly x: number;
  readonly width: number;
  readonly name: string;
}

export interface Figure {
  readonly x: number;
  readonly text: string;
  readonly name: string;
}

export interface RungCard {
  readonly id: string;
  readonly box: Box;
  readonly label: string;
  readonly detail: string;
  /** Where the detail stands: beside the picture of the granularity, or under it. */
  readonly detailAt: { readonly x: number; readonly y: number };
  readonly glyph: RungInput['rung']['glyph'];
  readonly isSelected: boolean;
  readonly problem: string | null;
  /** Null before the first result. */
  readonly drawn: DrawnRung | null;
}

export interface DrawnRung {
  readonly report: RungReport;
  readonly map: Box;
  readonly cells: Cells;
  readonly borders: string;
  readonly inner: string;
  readonly caption: string;
  readonly captionY: number;
  readonly ruleY: number;
  readonly figures: readonly Figure[];
  readonly figuresY: number;
  /** Levels as one path of ticks on the shared axis. */
  readonly levels: string;
  readonly levelsY: number;
  /** Right end of the axis of the levels; the left one is its negative. */
  readonly limit: number;
  /** Null where there are too few values for a histogram. */
  readonly errors: ErrorBars | null;
  readonly split: readonly SplitMark[];
  readonly splitY: number;
  readonly splitText: string;
}

export interface LadderModel {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly RungCard[];
  readonly legendY: number;
  readonly window: Window;
}

/** What all cards have in common, so that they can be compared; it stands still while a setting is dragged. */
export interface LadderScale extends ColourScale {
  /** Ends of the axis of errors, and the largest count of a bin. */
  readonly error: number;
  readonly count: number;
}

/** Where the cards of a ladder are. */
interface Grid {
  readonly across: number;
  readonly card: { readonly width: number; readonly height: number };
  readonly head: number;
  readonly isRoomy: boolean;
  readonly legendY: number;
}

function gridOf(kind: SubjectKind, cards: number, width: number): Grid {
  const across = cardsAcross(width, cards);
  const size = (width - (across - 1) * GAP) / across;
  const isRoomy = size >= ROOMY;
  const head = isRoomy ? 46 : 62;
  const end = kind === 'example' ? BELOW.end - (BELOW.split - BELOW.errors) : BELOW.end;
  const card = { width: size, height: head + MAP_HEIGHT[kind] + end };
  return { across, card, head, isRoomy, legendY: Math.ceil(cards / across) * (card.height + GAP) + 4 };
}

/** The height of a ladder before its results are there. */
export function ladderHeight(kind: SubjectKind, cards: number, width: number): number {
  return gridOf(kind, cards, width).legendY + LEGEND;
}

/** Small multiples: one card a rung, all on the same axes. */
export function ladderModel(inputs: LadderInputs, scale: LadderScale, width: number): LadderModel {
  const { across, card, head, isRoomy, legendY } = gridOf(inputs.kind, inputs.rungs.length, width);
  const limit = inputs.subject.absMax > 0 ? inputs.subject.absMax * 1.04 : 1;
  const mostBits = Math.max(10, ...inputs.rungs.map(({ report }) => report?.bitsPerWeight ?? 0));
  const axes: Axes = { limit, mostBits, scale, head, isRoomy };
  const cards = inputs.rungs.map((one, i) => {
    const [left, top] = [(i % across) * (card.width + GAP), Math.floor(i / across) * (card.height + GAP)];
    return cardOf(one, { left, top, ...card }, inputs, axes);
  });
  return { width, height: legendY + LEGEND, cards, legendY, window: inputs.subject.window };
}

/** As many cards as fit well, in rows of equal length where that is possible; two on a phone. */
function cardsAcross(width: number, cards: number): number {
  const most = Math.max(
    Math.floor((width + GAP) / (BEST_CARD + GAP)),
    Math.floor((width + GAP) / (LEAST_CARD + GAP)) >= 2 ? 2 : 1,
  );
  const across = Math.min(most, 6, Math.max(cards, 1));
  const rows = Math.ceil(cards / across);
  return Math.max(Math.ceil(cards / Math.max(rows, 1)), Math.min(across, 3));
}

interface Axes {
  readonly limit: number;
  readonly mostBits: number;
  readonly scale: LadderScale;
  readonly head: number;
  readonly isRoomy: boolean;
}

/** The card that was last made of a report, and of what. */
const made = new WeakMap<
  RungReport,
  { readonly key: string; readonly of: readonly unknown[]; readonly card: RungCard }
>();

/** The same object for the same report in the same place, so that only cards that change are drawn again. */
function cardOf(input: RungInput, box: Box, inputs: LadderInputs, axes: Axes): RungCard {
  const { rung, report, score } = input;
  if (report === null) return newCard(input, box, inputs, axes);
  const { kind, look, subject, task, selected } = inputs;
  const key = JSON.stringify([
    rung.id,
    rung.detail,
    rung.label,
    reasonOf(rung),
    box,
    axes,
    kind,
    look,
    selected === rung.id,
  ]);
  const of = [score, subject, task];
  const known = made.get(report);
  if (known?.key === key && known.of.every((one, i) => one === of[i])) return known.card;
  const card = newCard(input, box, inputs, axes);
  made.set(report, { key, of, card });
  return card;
}

function newCard({ rung, report, problem, score }: RungInput, box: Box, inputs: LadderInputs, axes: Axes): RungCard {
  const { id, label, detail, glyph } = rung;
  const drawn = report && drawnOf(report, { score, reason: reasonOf(rung) }, box, inputs, axes);
  const detailAt = axes.isRoomy ? { x: box.left + 46, y: box.top + 35 } : { x: box.left + PAD, y: box.top + 53 };
  return { id, box, label, detail, detailAt, glyph, problem, drawn, isSelected: id === inputs.selected };
}

/** What the whole network scores, or why it cannot be run with this rung. */
interface Network {
  readonly score: RungInput['score'];
  readonly reason: string | null;
}

function drawnOf(
  report: RungReport,
  network: Network,
  box: Box,
  inputs: LadderInputs,
  { limit, mostBits, scale, head, isRoomy }: Axes,
): DrawnRung {
  const { kind, subject } = inputs;
  const map = { left: box.left + PAD, top: box.top + head, width: box.width - 2 * PAD, height: MAP_HEIGHT[kind] };
  const end = map.top + map.height;
  const hasErrors = kind !== 'example';
  return {
    report,
    map,
    cells: cellsOf(report, inputs),
    borders: borders(report, map),
    inner: innerBorders(report, map),
    caption: groupsText(report, subject, isRoomy),
    captionY: end + BELOW.caption,
    ruleY: end + BELOW.rule,
    figures: figuresOf(report, network, box, inputs, isRoomy),
    figuresY: end + BELOW.figures,
    levels: ticks(report.levels, limit, map, end + BELOW.levels),
    levelsY: end + BELOW.levels,
    limit,
    errors: hasErrors ? errorBars(report.errorBins, scale, { ...map, top: end + BELOW.errors, height: BARS }) : null,
    split: splitOf(report, subject.n, map, mostBits),
    splitY: end + (hasErrors ? BELOW.split : BELOW.errors),
    splitText: splitText(report, subject.n),
  };
}

const cellsMade = new WeakMap<RungReport, { readonly isPicture: boolean; readonly cells: Cells }>();

/**
 * Inputs across, channels down; a picture's values are drawn from 0 to 1. The same object for the same report: cells are
 * painted anew when they change.
 */
function cellsOf(report: RungReport, { kind, look }: LadderInputs): Cells {
  const { window, errors, values } = report;
  const isPicture = kind === 'picture' && look === 'values';
  const known = cellsMade.get(report);
  if (known?.isPicture === isPicture) return known.cells;
  const cells = {
    columns: window.rows,
    rows: window.columns,
    indexOf: (i: number, j: number) => i * window.columns + j,
    values: isPicture ? values.map((v) => Math.max(v + 0.5, 0)) : errors,
  };
  cellsMade.set(report, { isPicture, cells });
  return cells;
}

function ticks(levels: Float32Array, limit: number, { left, width }: Box, y: number): string {
  let path = '';
  for (const level of levels) {
    if (Math.abs(level) > limit) continue;
    path += `M${(left + ((level + limit) / (2 * limit)) * width).toFixed(1)} ${y}v10`;
  }
  return path;
}

function figuresOf(
  report: RungReport,
  { score, reason }: Network,
  box: Box,
  { kind, subject, task }: LadderInputs,
  isRoomy: boolean,
): Figure[] {
  const { value: per } = NOUNS[kind];
  const figures = [
    { text: errorText(kind, report, subject), name: isRoomy ? ERROR_NAMES[kind].name : ERROR_NAMES[kind].short },
    { text: bitsText(report.bitsPerWeight), name: isRoomy ? `bits / ${per}` : 'bits' },
  ];
  if (hasNetwork(kind)) {
    const { name, short } = reason === null ? SCORE_NAMES[task.id] : { name: 'not measured', short: 'none' };
    figures.push({ text: score === null ? '–' : task.format(score.value), name: isRoomy ? name : short });
  }
  const column = (box.width - 2 * PAD) / figures.length;
  return figures.map((figure, i) => ({ ...figure, x: box.left + PAD + i * column }));
}

function splitOf(report: RungReport, n: number, { left, width }: Box, mostBits: number): SplitMark[] {
  let at = left;
  return storageParts(report, n).map(({ name, bits }) => {
    const mark = { x: at, width: (bits / mostBits) * width, name };
    at += mark.width;
    return mark;
  });
}

/** One colour scale and one axis of errors for all cards. */
export function ladderScale({ rungs, kind, look }: Pick<LadderInputs, 'rungs' | 'kind' | 'look'>): LadderScale {
  const reports = rungs.flatMap(({ report }) => (report === null ? [] : [report]));
  const colours =
    kind === 'picture' && look === 'values' ? { top: 1, cut: false } : colourTop(reports.map(({ errors }) => errors));
  return {
    ...colours,
    error: Math.max(0, ...reports.map(({ maxError }) => (Number.isFinite(maxError) ? maxError : 0))),
    count: Math.max(1, ...reports.map(({ errorBins: { counts } }) => counts.reduce((most, n) => Math.max(most, n), 0))),
  };
}
