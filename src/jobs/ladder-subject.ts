import type { Kernels } from '../kernels/index';
import type { MatrixSize } from '../quantizers/matrix';
import { matrixOf } from '../quantizers/matrix';
import type { WeightTensor } from '../quantizers/types';
import type { LadderInput, Outlier, SubjectReport, Window } from './ladder-reports';
import { keptTap } from './tap-store';

/** A tensor to climb the ladder with, the outlier already in it. */
export interface Subject extends MatrixSize {
  readonly tensor: WeightTensor;
  readonly outlier: SubjectReport['outlier'];
  /** Largest finite magnitude, the outlier included. */
  readonly absMax: number;
  /** What may be odd about the values, the outlier included. */
  readonly oddities: Oddities;
  /** The values channel by channel, once somebody asked for them. */
  readonly turned: { data: Float32Array | null };
}

type Oddities = Pick<SubjectReport, 'nonFinite' | 'constant' | 'zeroChannels'>;

/** The tensor with one value replaced; the same data without an outlier. */
export function subjectWith(tensor: WeightTensor, outlier: Outlier | null, kernels: Kernels): Subject {
  const size = matrixOf(tensor);
  const absMax = kernels.absMax(tensor.data);
  const index = (outlier?.index ?? 0) % Math.max(tensor.data.length, 1);
  const from = outlier === null ? undefined : tensor.data[index];
  if (outlier === null || from === undefined) {
    return {
      tensor,
      ...size,
      outlier: null,
      absMax,
      oddities: odditiesOf(tensor.data, size.columns),
      turned: { data: null },
    };
  }
  const to = Math.fround((from < 0 ? -1 : 1) * outlier.factor * absMax);
  const data = tensor.data.slice();
  data[index] = to;
  return {
    tensor: { ...tensor, data },
    ...size,
    outlier: { index, from, to },
    absMax: Math.max(absMax, Math.abs(to)),
    oddities: odditiesOf(data, size.columns),
    turned: { data: null },
  };
}

/** What the maps need to know about the tensor, and what may be odd about it. */
export function describeSubject(subject: Subject, { at, window, tensor: source }: LadderInput): SubjectReport {
  const { tensor, rows, columns, outlier, absMax } = subject;
  const n = tensor.data.length;
  const place = { ...windowAround(subject, Math.min(at, n - 1), window) };
  return {
    rows,
    columns,
    n,
    absMax,
    at: Math.min(at, n - 1),
    window: place,
    floats: cutOut(tensor.data, columns, place),
    outlier,
    tap: source.kind === 'tap' ? tapFacts(source.id) : null,
    ...subject.oddities,
  };
}

function tapFacts(id: string): SubjectReport['tap'] {
  const found = keptTap(id);
  return found === undefined ? null : { values: found.values, images: found.images };
}

/** |y - x|; 0 where there is no number to compare with. */
export function distance(y: number, x: number): number {
  const error = Math.abs(y - x);
  return Number.isFinite(error) ? error : 0;
}

/** The page of the matrix that holds a value: pages do not overlap, so that the map stands still while the value moves. */
function windowAround({ rows, columns }: MatrixSize, at: number, most: LadderInput['window']): Window {
  const [row, column] = [Math.floor(Math.max(at, 0) / Math.max(columns, 1)), Math.max(at, 0) % Math.max(columns, 1)];
  const page = (place: number, length: number, size: number) => {
    const from = Math.min(Math.floor(place / size) * size, Math.max(length - size, 0));
    return { from, length: Math.min(size, length - from) };
  };
  const [down, across] = [page(row, rows, most.rows), page(column, columns, most.columns)];
  return { row: down.from, column: across.from, rows: down.length, columns: across.length };
}

/** The values of a window, row-major. */
export function cutOut<T extends Float32Array | Int32Array>(values: T, columns: number, window: Window): T {
  const part = values.slice(0, window.rows * window.columns) as T;
  for (let row = 0; row < window.rows; row++) {
    const from = (window.row + row) * columns + window.column;
    part.set(values.subarray(from, from + window.columns), row * window.columns);
  }
  return part;
}

function odditiesOf(data: Float32Array, columns: number): Oddities {
  const alive = new Uint8Array(columns);
  let nonFinite = 0;
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0, column = 0; i < data.length; i++) {
    const x = data[i] ?? 0;
    if (x !== 0) alive[column] = 1;
    if (x - x !== 0) nonFinite++;
    else {
      if (x < low) low = x;
      if (x > high) high = x;
    }
    if (++column === columns) column = 0;
  }
  return { nonFinite, constant: low === high, zeroChannels: alive.reduce((zeros, one) => zeros - one, columns) };
}
