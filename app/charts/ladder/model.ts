import type { RungReport, Window } from '../../../src/jobs/ladder-reports';
import { colourTop } from '../errormap/paint';
import type { Cells } from '../errormap/paint';
import type { ColourScale } from '../errormap/ErrorMap';
import { percent } from '../frame/format';
import type { Box } from '../frame/Inspector';
import type { LadderInputs, RungInput } from './input';
import { ERROR_NAMES, bitsText, errorText, groupsText, storageParts } from './measures';
import { borders, innerBorders } from './regions';

const LEAST_CARD = 204;
const GAP = 12;
const PAD = 10;
const HEAD = 44;
const LEVELS = 26;
const NUMBERS = 46;
const SPLIT = 40;
const FOOT = 8;
/** Widest a map may be drawn in proportion to its height. */
const MAP_HEIGHT = { weights: 104, example: 104, picture: 132 } as const;
const LEGEND = 30;

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
  /** Levels as one path of ticks on the shared axis. */
  readonly levels: string;
  readonly levelsY: number;
  readonly figures: readonly Figure[];
  readonly split: readonly SplitMark[];
  readonly splitY: number;
  readonly splitText: string;
}

export interface LadderModel {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly RungCard[];
  readonly legendY: number;
  /** Ends of the axis of the levels. */
  readonly limit: number;
  readonly window: Window;
}

/** Small multiples: one card a rung, all on the same axes. */
export function ladderModel(inputs: LadderInputs, width: number): LadderModel {
  const across = Math.max(1, Math.min(Math.floor((width + GAP) / (LEAST_CARD + GAP)), 6, inputs.rungs.length));
  const card = {
    width: (width - (across - 1) * GAP) / across,
    height: HEAD + MAP_HEIGHT[inputs.kind] + 18 + LEVELS + NUMBERS + SPLIT + FOOT,
  };
  const limit = inputs.subject.absMax > 0 ? inputs.subject.absMax * 1.04 : 1;
  const mostBits = Math.max(10, ...inputs.rungs.map(({ report }) => report?.bitsPerWeight ?? 0));
  const cards = inputs.rungs.map((one, i) => {
    const box = {
      left: (i % across) * (card.width + GAP),
      top: Math.floor(i / across) * (card.height + GAP),
      ...card,
    };
    return cardOf(one, box, inputs, { limit, mostBits });
  });
  const rows = Math.ceil(inputs.rungs.length / across);
  const legendY = rows * (card.height + GAP) + 4;
  return { width, height: legendY + LEGEND, cards, legendY, limit, window: inputs.subject.window };
}

interface Axes {
  readonly limit: number;
  readonly mostBits: number;
}

function cardOf({ rung, report, problem, score }: RungInput, box: Box, inputs: LadderInputs, axes: Axes): RungCard {
  const { id, label, detail, glyph } = rung;
  const drawn = report && drawnOf(report, score, box, inputs, axes);
  return { id, box, label, detail, glyph, problem, drawn, isSelected: id === inputs.selected };
}

function drawnOf(
  report: RungReport,
  score: RungInput['score'],
  box: Box,
  inputs: LadderInputs,
  { limit, mostBits }: Axes,
): DrawnRung {
  const { kind, subject } = inputs;
  const inner = box.width - 2 * PAD;
  const map = { left: box.left + PAD, top: box.top + HEAD, width: inner, height: MAP_HEIGHT[kind] };
  const levelsY = map.top + map.height + 18;
  const splitY = levelsY + LEVELS + NUMBERS;
  return {
    report,
    map,
    cells: cellsOf(report, inputs),
    borders: borders(report, map),
    inner: innerBorders(report, map),
    caption: groupsText(report, subject.columns),
    levels: ticks(report.levels, limit, map, levelsY),
    levelsY,
    figures: figuresOf(report, score, box, inputs),
    split: splitOf(report, subject.n, map, mostBits),
    splitY,
    splitText: storageParts(report, subject.n)
      .map(({ name, bits }) => `${bitsText(bits)} ${name}`)
      .join(' + '),
  };
}

/** Inputs across, channels down; a picture's values are drawn from 0 to 1. */
function cellsOf(report: RungReport, { kind, look }: LadderInputs): Cells {
  const { window, errors, values } = report;
  const isPicture = kind === 'picture' && look === 'values';
  return {
    columns: window.rows,
    rows: window.columns,
    indexOf: (i, j) => i * window.columns + j,
    values: isPicture ? values.map((v) => Math.max(v + 0.5, 0)) : errors,
  };
}

function ticks(levels: Float32Array, limit: number, { left, width }: Box, y: number): string {
  let path = '';
  for (const level of levels) {
    if (Math.abs(level) > limit) continue;
    path += `M${(left + ((level + limit) / (2 * limit)) * width).toFixed(1)} ${y}v10`;
  }
  return path;
}

function figuresOf(report: RungReport, score: RungInput['score'], box: Box, { kind, subject }: LadderInputs): Figure[] {
  const figures = [
    { text: errorText(kind, report, subject), name: ERROR_NAMES[kind].name },
    { text: bitsText(report.bitsPerWeight), name: kind === 'picture' ? 'bits per pixel' : 'bits per weight' },
  ];
  if (kind === 'weights')
    figures.push({ text: score === null ? '–' : percent(score.correct / score.n), name: 'accuracy, %' });
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

/** One colour scale for all maps. */
export function ladderScale({ rungs, kind, look }: LadderInputs): ColourScale {
  if (kind === 'picture' && look === 'values') return { top: 1, cut: false };
  return colourTop(rungs.flatMap(({ report }) => (report === null ? [] : [report.errors])));
}
