/** Examples with labels in CSV: one example a row, one column of labels. */
import { ReadError, quoted } from '../read/errors';
import type { GivenFile } from '../read/types';
import { Classes } from './classes';
import { type Row, eachRow } from './csv-rows';
import { exampleShape, narrowed } from './pixels';
import type { LabelledData, Wanted } from './types';

const MOST_BYTES = 60 * 2 ** 20;
const LABEL_NAMES: ReadonlySet<string> = new Set(['label', 'labels', 'class', 'classes', 'target', 'y']);

/** Reads a table of at most 60 MB. Rejects with ReadError, which names the line. */
export async function readCsv(file: GivenFile, wanted: Wanted): Promise<LabelledData> {
  if (file.size > MOST_BYTES)
    throw new ReadError('too-large', `${quoted(file.name)} has more than 60 MB.`, 'Keep fewer rows.');
  const table = new Table();
  await eachRow(file, (row) => table.add(row));
  return table.finish(file.name, wanted);
}

class Table {
  private columns = 0;
  private header: readonly string[] | null = null;
  /** The column of labels where a name or text in it tells; null while only numbers are known. */
  private label: number | null = null;
  private readonly texts: string[] = [];
  private readonly lines: number[] = [];
  private values = new Float32Array(2 ** 12);
  private filled = 0;

  add(row: Row): void {
    if (this.columns === 0) {
      this.columns = row.fields;
      if (this.takeHeader(row)) return;
    }
    if (row.fields !== this.columns)
      throw new ReadError('bad-row', `Line ${row.line} has ${row.fields} fields, the first line has ${this.columns}.`);
    this.lines.push(row.line);
    this.reserve();
    for (let field = 0; field < this.columns; field++) {
      if (field === this.label) {
        this.texts.push(row.text(field));
        this.values[this.filled++] = 0;
      } else {
        this.values[this.filled++] = this.numberAt(row, field);
      }
    }
  }

  finish(name: string, wanted: Wanted): LabelledData {
    const count = this.lines.length;
    if (count === 0 || this.columns < 2)
      throw new ReadError('bad-row', `${quoted(name)} has no rows of at least one value and a label.`);
    const label = this.label ?? this.numericLabel();
    const title = this.header?.[label] ?? `${label + 1}`;
    const classes = new Classes(wanted.classes);
    const pixels = new Float32Array(count * (this.columns - 1));
    for (let row = 0, to = 0; row < count; row++) {
      const from = row * this.columns;
      classes.add(
        this.label === null ? String(this.values[from + label]) : (this.texts[row] ?? ''),
        `line ${this.lines[row] ?? 0}`,
      );
      for (let column = 0; column < this.columns; column++)
        if (column !== label) pixels[to++] = this.values[from + column]!;
    }
    const shape = exampleShape([this.columns - 1], wanted, name);
    const notes = [`The labels are those of the column ${quoted(title)}.`];
    return { count, shape, pixels: narrowed(pixels), ...classes.finish(), notes };
  }

  /** A first row that names the labels, or of which nothing is a number. */
  private takeHeader(row: Row): boolean {
    const texts = Array.from({ length: row.fields }, (_, field) => row.text(field));
    const named = texts.findIndex((text) => LABEL_NAMES.has(text.toLowerCase()));
    const numbers = texts.filter((_, field) => !Number.isNaN(row.number(field))).length;
    if (named < 0 && numbers > 0) {
      // Names of classes stand in the first or the last column.
      const last = row.fields - 1;
      this.label = Number.isNaN(row.number(last)) ? last : Number.isNaN(row.number(0)) ? 0 : null;
      return false;
    }
    this.header = texts;
    this.label = named < 0 ? null : named;
    return true;
  }

  private numberAt(row: Row, field: number): number {
    const value = row.number(field);
    if (Number.isFinite(value)) return value;
    const text = row.text(field);
    if (this.label === null && this.lines.length === 1 && (field === 0 || field === this.columns - 1)) {
      this.label = field;
      this.texts.push(text);
      return 0;
    }
    throw new ReadError(
      'not-finite',
      `Line ${row.line}, field ${field + 1} is ${quoted(text)}, not a finite number.`,
      'Only the column of labels may hold text.',
    );
  }

  private reserve(): void {
    if (this.filled + this.columns <= this.values.length) return;
    const larger = new Float32Array(2 * (this.filled + this.columns));
    larger.set(this.values);
    this.values = larger;
  }

  /** The first or last column, whichever holds classes: whole numbers, from 0 or 1 on, of which none is left out. */
  private numericLabel(): number {
    const last = this.columns - 1;
    const found = [0, last].find((column) => this.holdsClasses(column));
    if (found !== undefined) return found;
    const whole = [0, last].find((column) =>
      this.distinct(column).every((value) => Number.isInteger(value) && value >= 0),
    );
    if (whole !== undefined) return whole;
    throw new ReadError(
      'bad-label',
      'Neither the first nor the last column holds whole numbers from 0.',
      'Name the column of labels "label" in a first row.',
    );
  }

  private holdsClasses(column: number): boolean {
    const values = this.distinct(column).toSorted((a, b) => a - b);
    const [start] = values;
    return values.length > 1 && (start === 0 || start === 1) && values.every((value, at) => value === at + start);
  }

  private distinct(column: number): number[] {
    const seen = new Set<number>();
    for (let at = column; at < this.filled; at += this.columns) seen.add(this.values[at]!);
    return [...seen];
  }
}
