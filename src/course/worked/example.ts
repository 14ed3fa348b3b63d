/** Worked examples: one small matrix, quantized on paper. Every value is computed by the quantizers of the engine. */
import { fixed } from '../../tasks/format';

/** A number that is shown, or that the student fills in. */
export interface Cell {
  readonly value: number;
  /** Whole numbers have to be exact, others within `TOLERANCE`. */
  readonly isWhole: boolean;
  /** Decimals that it is written with. */
  readonly digits: number;
  readonly isBlank: boolean;
}

/** Numbers in rows and columns. */
export interface Grid {
  readonly title: string;
  /** What the rows are; a screen reader says it before each number. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** The names say more than a place, and are shown. */
  readonly namesRows: boolean;
  readonly namesColumns: boolean;
  /** [row][column]. */
  readonly cells: readonly (readonly Cell[])[];
}

/** One number with a name. */
export interface Line {
  readonly symbol: string;
  readonly meaning: string;
  readonly cell: Cell;
}

/** What is on paper at one time. */
export interface Screen {
  /** `W1.1`; part of links and of stored progress. */
  readonly id: string;
  readonly title: string;
  /** What to compute. */
  readonly task: string;
  readonly grids: readonly Grid[];
  readonly lines: readonly Line[];
  /** What the numbers say, once they are there. */
  readonly lesson: string;
}

export interface WorkedExample {
  /** `W1`. */
  readonly id: string;
  readonly title: string;
  readonly screens: readonly Screen[];
}

/** How far a real number may be off. */
export const TOLERANCE = 0.02;

export type Verdict = 'empty' | 'right' | 'wrong';

/** Judges what was typed into a blank: a true minus sign and a decimal comma are fine. */
export function judge({ value, isWhole }: Cell, text: string): Verdict {
  const typed = text.trim().replace('\u2212', '-').replace(',', '.');
  if (typed === '') return 'empty';
  const number = Number(typed);
  if (!Number.isFinite(number)) return 'wrong';
  return (isWhole ? number === value : Math.abs(number - value) <= TOLERANCE + 1e-9) ? 'right' : 'wrong';
}

/** The number as it is written. */
export function written({ value, isWhole, digits }: Cell): string {
  const rounded = Number(value.toFixed(isWhole ? 0 : digits));
  return fixed(rounded === 0 ? 0 : rounded, isWhole ? 0 : digits);
}

export const whole = (value: number, isBlank = false): Cell => ({ value, isWhole: true, digits: 0, isBlank });
export const real = (value: number, digits = 3, isBlank = false): Cell => ({ value, isWhole: false, digits, isBlank });

/** The same cell, to be filled in. */
export const blank = (cell: Cell): Cell => ({ ...cell, isBlank: true });

/** Names of the rows or columns of the matrix. */
export const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name} ${String(i + 1)}`);

interface GridSource {
  readonly title: string;
  readonly values: readonly (readonly number[])[];
  readonly isWhole?: boolean;
  readonly digits?: number;
  /** [row, column] of each number to be filled in. */
  readonly blanks?: readonly (readonly [number, number])[];
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
}

export function gridOf({ title, values, isWhole = false, digits = 3, blanks = [], rows, columns }: GridSource): Grid {
  return {
    title,
    rows: rows ?? numbered('row', values.length),
    columns: columns ?? numbered('column', values[0]?.length ?? 0),
    namesRows: rows !== undefined,
    namesColumns: columns !== undefined,
    cells: values.map((row, r) =>
      row.map((value, c) => ({
        value,
        isWhole,
        digits: isWhole ? 0 : digits,
        isBlank: blanks.some(([br, bc]) => br === r && bc === c),
      })),
    ),
  };
}

/** Every blank of a screen by its key, in reading order. */
export function blanksOf({ grids, lines }: Screen): ReadonlyMap<string, Cell> {
  const inLines = lines.map(({ cell }, i) => [lineKey(i), cell] as const);
  const inGrids = grids.flatMap(({ cells }, g) =>
    cells.flatMap((row, r) => row.map((cell, c) => [cellKey(g, r, c), cell] as const)),
  );
  return new Map([...inLines, ...inGrids].filter(([, { isBlank }]) => isBlank));
}

export const lineKey = (line: number): string => `line ${String(line)}`;
export const cellKey = (grid: number, row: number, column: number): string => [grid, row, column].join(' ');
