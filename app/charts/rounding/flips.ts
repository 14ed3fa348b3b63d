import type { RoundedLayer, RoundingSnapshot } from '../../../src/jobs/round-reports';
import { count, share, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

/** Between the drawing and the panel. */
const MARGIN = 14;

/** Most weights that are drawn one by one. */
const MOST_CELLS = 6000;
const CELLS = { columns: 64, rows: 24 };

export interface FlipCell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Code with which the weight ends, from −1 to 1 of the grid; share of flips where cells are pooled. */
  readonly shade: number;
  /** 1: up against nearest, −1: down against nearest. */
  readonly flip: -1 | 0 | 1;
  /** The weight; the first one where cells are pooled. */
  readonly index: number;
}

export interface FlipsModel {
  readonly size: Size;
  readonly kind: 'kernels' | 'matrix' | 'pooled';
  readonly cells: readonly FlipCell[];
  /** Numbers of the outputs above their kernels; names of the axes of a matrix. */
  readonly labels: readonly { readonly x: number; readonly y: number; readonly text: string }[];
  /** Cells side by side, for the arrow keys. */
  readonly stride: number;
}

interface Subject {
  readonly layer: RoundedLayer;
  readonly snapshot: RoundingSnapshot;
}

const bit = (bits: Uint8Array, i: number): number => ((bits[i >> 3] ?? 0) >> (i & 7)) & 1;

function flipOf({ layer, snapshot }: Subject, index: number): -1 | 0 | 1 {
  const [up, nearest] = [bit(snapshot.ups, index), bit(layer.nearestUps, index)];
  return up === nearest ? 0 : up === 1 ? 1 : -1;
}

function codeOf({ layer, snapshot }: Subject, index: number): number {
  const code = (layer.base[index] ?? 0) + bit(snapshot.ups, index);
  return Math.min(Math.max(code, layer.low), layer.high);
}

function shadeOf(subject: Subject, index: number): number {
  const { low, high } = subject.layer;
  return codeOf(subject, index) / Math.max(-low, high, 1);
}

/** Which weights went the other way than rounding to nearest. */
export function flipsModel(subject: Subject, size: Size): FlipsModel {
  const { rows, columns, taps } = subject.layer;
  if (rows === taps[0] * taps[1] && rows > 1 && rows * columns <= 3200) return kernelsModel(subject, size);
  return rows * columns <= MOST_CELLS ? matrixModel(subject, size) : pooledModel(subject, size);
}

/** One small picture for each output. */
function kernelsModel(subject: Subject, size: Size): FlipsModel {
  const { columns, taps } = subject.layer;
  const [cell, across] = kernelCell(size, columns, taps);
  const [width, height] = [taps[1] * cell + 10, taps[0] * cell + 24];
  const cells: FlipCell[] = [];
  const labels: { x: number; y: number; text: string }[] = [];
  for (let output = 0; output < columns; output++) {
    const [left, top] = [MARGIN + (output % across) * width, Math.floor(output / across) * height + 18];
    labels.push({ x: left, y: top - 5, text: String(output) });
    for (let tap = 0; tap < taps[0] * taps[1]; tap++) {
      const index = tap * columns + output;
      cells.push({
        ...{ x: left + (tap % taps[1]) * cell, y: top + Math.floor(tap / taps[1]) * cell },
        ...{ width: cell - 1, height: cell - 1, index },
        ...{ shade: shadeOf(subject, index), flip: flipOf(subject, index) },
      });
    }
  }
  return { size, kind: 'kernels', cells, labels, stride: 1 };
}

/** The largest cells with which all kernels find place. */
function kernelCell(size: Size, kernels: number, taps: readonly [number, number]): readonly [number, number] {
  for (let cell = 40; cell > 4; cell--) {
    const across = Math.max(1, Math.floor((size.width - 2 * MARGIN + 10) / (taps[1] * cell + 10)));
    if (Math.ceil(kernels / across) * (taps[0] * cell + 24) <= size.height) return [cell, across];
  }
  return [4, Math.max(1, Math.floor((size.width - 2 * MARGIN + 10) / (taps[1] * 4 + 10)))];
}

const LEFT = 64;
const BOTTOM = 18;

/** Outputs below each other, the weights of each from left to right. */
function matrixModel(subject: Subject, size: Size): FlipsModel {
  const { rows, columns } = subject.layer;
  const [width, height] = [(size.width - LEFT - MARGIN) / rows, (size.height - BOTTOM - 2) / columns];
  const gap = Math.min(width, height) > 5 ? 1 : 0;
  const cells = Array.from({ length: rows * columns }, (_, at): FlipCell => {
    const [output, row] = [Math.floor(at / rows), at % rows];
    const index = row * columns + output;
    return {
      ...{ x: LEFT + row * width, y: output * height, width: width - gap, height: height - gap, index },
      ...{ shade: shadeOf(subject, index), flip: flipOf(subject, index) },
    };
  });
  return { size, kind: 'matrix', cells, labels: axes(size, rows, columns), stride: rows };
}

/** Share of the weights that were moved, in blocks of the matrix. */
function pooledModel(subject: Subject, size: Size): FlipsModel {
  const { rows, columns } = subject.layer;
  const across = Math.min(CELLS.columns, rows);
  const down = Math.min(CELLS.rows, columns);
  const sums = new Float64Array(across * down);
  const counts = new Float64Array(across * down);
  const firsts = new Int32Array(across * down).fill(-1);
  for (let index = 0; index < rows * columns; index++) {
    const [row, output] = [Math.floor(index / columns), index % columns];
    const at = Math.floor((output * down) / columns) * across + Math.floor((row * across) / rows);
    sums[at]! += flipOf(subject, index) === 0 ? 0 : 1;
    counts[at]!++;
    if (firsts[at] === -1) firsts[at] = index;
  }
  const [width, height] = [(size.width - LEFT - MARGIN) / across, (size.height - BOTTOM - 2) / down];
  const cells = Array.from(sums, (sum, at): FlipCell => {
    const place = { x: LEFT + (at % across) * width, y: Math.floor(at / across) * height };
    return {
      ...place,
      width: width - 0.5,
      height: height - 0.5,
      shade: sum / counts[at]!,
      flip: 0,
      index: firsts[at]!,
    };
  });
  return { size, kind: 'pooled', cells, labels: axes(size, rows, columns), stride: across };
}

function axes(size: Size, rows: number, columns: number) {
  return [
    { x: MARGIN, y: 10, text: 'output 0' },
    { x: MARGIN, y: size.height - BOTTOM - 4, text: String(columns - 1) },
    { x: LEFT, y: size.height - 4, text: `weights 0 to ${count(rows - 1)} of each output` },
  ];
}

/** What a weight did, and what that is worth. */
export function flipLines(
  subject: Subject,
  gains: Float32Array | null,
  cell: FlipCell,
  kind: FlipsModel['kind'],
): readonly string[] {
  const { columns, fractions } = subject.layer;
  const { index, flip, shade } = cell;
  if (kind === 'pooled') return [`${share(shade)} moved against nearest`, `weights from ${count(index)} on`];
  const [row, output] = [Math.floor(index / columns), index % columns];
  const above = `${(fractions[index] ?? 0).toFixed(2)} of a step above code ${String(subject.layer.base[index] ?? 0)}`;
  const way = flip === 0 ? 'rounded to nearest' : `rounded ${flip === 1 ? 'up' : 'down'} against nearest`;
  const gain = gains?.[index] ?? 0;
  const worth = flip === 0 || gains === null ? [] : [`saves ${value(gain)} of the output error`];
  return [`weight ${count(row)} of output ${count(output)}`, above, way, ...worth];
}

/** How many weights went up and down against nearest. */
export function flipCounts(subject: Subject): { readonly up: number; readonly down: number } {
  let [up, down] = [0, 0];
  for (let i = 0; i < subject.layer.base.length; i++) {
    const flip = flipOf(subject, i);
    if (flip === 1) up++;
    else if (flip === -1) down++;
  }
  return { up, down };
}

export function flipsSentence(subject: Subject | null): string {
  if (subject === null) return 'AdaRound has not run yet.';
  const { up, down } = flipCounts(subject);
  const n = subject.layer.base.length;
  return `${count(up + down)} of ${count(n)} codes of ${subject.layer.layer} moved against nearest, ${count(up)} up and ${count(down)} down.`;
}

export function flipsTable(subject: Subject, gains: Float32Array | null): FrameTable {
  const { columns, base, fractions } = subject.layer;
  const moved = Array.from(base, (_, index) => index).filter((index) => flipOf(subject, index) !== 0);
  return {
    columns: ['Output', 'Weight', 'Steps above the lower code', 'Code', 'Against nearest', 'Output error saved'],
    rows: moved.map((index) => [
      index % columns,
      Math.floor(index / columns),
      fractions[index] ?? 0,
      codeOf(subject, index),
      flipOf(subject, index) === 1 ? 'up' : 'down',
      gains?.[index] ?? '',
    ]),
  };
}
