/** Examples in CSV: one example a row, one column of labels if there are any. */
import { sizeOf } from '../../model/graph';
import { ReadError, quoted } from '../read/errors';
import type { GivenFile } from '../read/types';
import { Classes } from './classes';
import { type Row, eachRow } from './csv-rows';
import { exampleShape, narrowed } from './pixels';
import type { GivenData, GivenLabels, LabelPlace, Wanted } from './types';

const MOST_BYTES = 60 * 2 ** 20;
/** Columns at each end that can be said to hold the labels: a list of those of large pictures could not be read. */
const MOST_ENDS = 100;
const LABEL_NAMES: ReadonlySet<string> = new Set(['label', 'labels', 'class', 'classes', 'target', 'y']);

/** Reads a table of at most 60 MB. Rejects with ReadError, which names the line. */
export async function readCsv(file: GivenFile, wanted: Wanted): Promise<GivenData> {
  if (file.size > MOST_BYTES)
    throw new ReadError('too-large', `${quoted(file.name)} has more than 60 MB.`, 'Keep fewer rows.');
  const table = new Table(wanted);
  await eachRow(file, (row) => table.add(row));
  return table.finish(file.name);
}

class Table {
  private columns = 0;
  private header: readonly string[] | null = null;
  /** The column of labels where the user, a name or text in it tells; null while only numbers are known. */
  private label: number | null = null;
  private readonly texts: string[] = [];
  private readonly lines: number[] = [];
  /** Of all columns; NaN for the text of a label. */
  private values = new Float32Array(2 ** 12);
  private filled = 0;

  constructor(private readonly wanted: Wanted) {}

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
        this.values[this.filled++] = row.number(field);
      } else {
        this.values[this.filled++] = this.numberAt(row, field);
      }
    }
  }

  finish(name: string): GivenData {
    const count = this.lines.length;
    const column = count === 0 ? null : this.columnApart();
    const inputs = this.columns - (column === null ? 0 : 1);
    if (count === 0 || inputs === 0)
      throw new ReadError('bad-row', `${quoted(name)} has no rows of at least one value and a label.`);
    const pixels = new Float32Array(count * inputs);
    for (let at = 0, to = 0; at < this.filled; at++) if (at % this.columns !== column) pixels[to++] = this.values[at]!;
    const isLabelled = column !== null && this.wanted.labels !== 'none';
    return {
      count,
      shape: exampleShape([inputs], this.wanted, name),
      pixels: narrowed(pixels),
      labels: isLabelled ? this.labelsIn(column) : null,
      places: column === null ? [] : this.places(),
      notes: [this.wordsOf(column, isLabelled)],
    };
  }

  /** The column that is no input; null where all are. */
  private columnApart(): number | null {
    const { shape, labels } = this.wanted;
    if (typeof labels === 'object') return this.label;
    const wanted = shape === undefined ? null : sizeOf(shape);
    const { label, columns } = this;
    const isText = label !== null && this.distinct(label).some((value) => !Number.isFinite(value));
    // As many columns as inputs leave none over, whatever one of them is called.
    if (!isText && (wanted === columns || (labels === 'none' && wanted !== columns - 1))) return null;
    return label ?? this.numericLabel();
  }

  private labelsIn(column: number): GivenLabels {
    const classes = new Classes(this.wanted.classes);
    this.lines.forEach((line, row) => {
      const text = this.label === null ? String(this.values[row * this.columns + column]) : (this.texts[row] ?? '');
      classes.add(text, `line ${line}`);
    });
    return classes.finish(String(column));
  }

  private places(): readonly LabelPlace[] {
    const all = Array.from({ length: this.columns }, (_, column) => column);
    const offered = all.length > 2 * MOST_ENDS ? [...all.slice(0, MOST_ENDS), ...all.slice(-MOST_ENDS)] : all;
    return offered.map((column) => ({ id: String(column), title: `column ${this.titleOf(column)}` }));
  }

  private titleOf(column: number): string {
    return quoted(this.header?.[column] || String(column + 1));
  }

  private wordsOf(column: number | null, isLabelled: boolean): string {
    if (column === null) {
      const named = this.label === null ? '' : `, ${this.titleOf(this.label)} too`;
      return `Every column is an input${named}: there are no labels.`;
    }
    return isLabelled
      ? `The labels are those of the column ${this.titleOf(column)}.`
      : `There are no labels: the column ${this.titleOf(column)} is left out.`;
  }

  /** Whether the row is a header. */
  private takeHeader(row: Row): boolean {
    const isHeader = this.findLabel(row);
    const { labels } = this.wanted;
    if (typeof labels === 'object') this.label = Number(labels.place);
    return isHeader;
  }

  /** Of the first row. A header names the labels, or nothing of it is a number. */
  private findLabel(row: Row): boolean {
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
      return value;
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
