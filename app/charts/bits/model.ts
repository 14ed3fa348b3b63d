import type { CodeReport } from '../../../src/jobs/ladder-reports';
import { type CodeField, type CodeLayout, compose } from '../../../src/quantizers/layout';
import { count, fixed, raised, value } from '../frame/format';
import { type Edits, editedLayouts } from './edits';

/** One bit as a cell; `toggle` says which bit a press turns over, null where it is only shown. */
export interface BitCell {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly on: boolean;
  readonly sign: boolean;
  readonly changed: boolean;
  readonly toggle: { readonly place: number; readonly bit: number; readonly name: string } | null;
}

export interface BitRow {
  readonly label: string;
  readonly y: number;
  /** What the bits say; empty for the rows of single values. */
  readonly meaning: string;
  readonly meaningX: number;
}

export interface BitColumn {
  readonly index: number;
  readonly x: number;
  readonly isSelected: boolean;
  readonly weight: string;
  readonly decoded: string;
}

/** How many values share a field of each scope. */
export type Sharing = Readonly<Record<CodeField['scope'], number>>;

export interface BitsModel {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly BitRow[];
  readonly cells: readonly BitCell[];
  readonly columns: readonly BitColumn[];
  readonly weightY: number;
  readonly decodedY: number;
  /** Behind the selected column. */
  readonly band: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  /** What the numbers of the columns are to be multiplied by: ", 10⁻³", or nothing. */
  readonly unit: string;
  /** The value as the product of its parts, and what storing it costs, in lines. */
  readonly formula: readonly string[];
  readonly storage: readonly string[];
  readonly isEdited: boolean;
}

/** Labels end here, cells begin a little further right. */
export const LABEL_END = 112;
const LABEL = LABEL_END + 8;
const RIGHT = 8;
const LEAST_COLUMN = 34;
const CELL = 17;
const ROW = 21;
/** Height of a line of the formula. */
export const LINE = 17;
/** From here on there is room to say who shares a field. */
const WIDE = 560;

/** The selected value and as many neighbours as there is room for, bit by bit. */
export function bitsModel(report: CodeReport, edits: Edits, width: number, sharing: Sharing): BitsModel | null {
  const shown = neighbours(report, width);
  const selected = shown.entries.find(({ index }) => index === report.at);
  if (selected === undefined) return null;
  const layouts = editedLayouts(shown, edits);
  const mine = layouts[shown.entries.indexOf(selected)] ?? [];
  const pitch = Math.min((width - LABEL - RIGHT) / shown.entries.length, 64);
  const draft = new Draft(selected.layout, pitch, width);
  for (const [place, field] of mine.entries()) if (isWide(field)) draft.wide(field, place);
  for (const [place, field] of mine.entries()) if (field.scope === 'pair') draft.pairs(field, place, shown, layouts);
  const top = draft.y;
  for (const [place, field] of mine.entries()) if (field.scope === 'value') draft.own(field, place, shown, layouts);
  const at = shown.entries.indexOf(selected);
  const decoded = layouts.map(compose);
  const unit = unitOf([...shown.entries.map(({ value: weight }) => weight), ...decoded]);
  const formula = wrapped(formulaOf(mine), width - 16);
  const storage = wrapped(storageOf(mine, sharing), width - 16);
  return {
    width,
    height: draft.y + 2 * ROW + 18 + LINE * (formula.length + storage.length),
    rows: draft.rows,
    cells: draft.cells,
    columns: shown.entries.map(({ index, value: weight }, i) => ({
      index,
      x: LABEL + (i + 0.5) * pitch,
      isSelected: index === report.at,
      weight: unit.write(weight),
      decoded: unit.write(decoded[i] ?? 0),
    })),
    weightY: draft.y + 16,
    decodedY: draft.y + 16 + ROW,
    band: { x: LABEL + at * pitch, y: top - 4, width: pitch, height: draft.y - top + 2 * ROW + 6 },
    unit: unit.name,
    formula,
    storage,
    isEdited: draft.cells.some(({ changed }) => changed),
  };
}

/** The page of neighbours with the selected value that fits the width. */
function neighbours(report: CodeReport, width: number): CodeReport {
  const { entries, at } = report;
  const fits = Math.max(4, Math.floor((width - LABEL - RIGHT) / LEAST_COLUMN));
  const even = Math.min(entries.length, fits - (fits % 2));
  const place = Math.max(
    entries.findIndex(({ index }) => index === at),
    0,
  );
  const from = Math.min(Math.floor(place / Math.max(even, 1)) * even, Math.max(entries.length - even, 0));
  return { ...report, entries: entries.slice(from, from + even) };
}

function isWide({ scope }: CodeField): boolean {
  return scope === 'block' || scope === 'channel' || scope === 'tensor';
}

class Draft {
  readonly rows: BitRow[] = [];
  readonly cells: BitCell[] = [];
  y = 8;

  constructor(
    private readonly stored: CodeLayout,
    private readonly pitch: number,
    private readonly width: number,
  ) {}

  /** A field that more than a pair shares: its bits in one line, or two where they are too many. */
  wide(field: CodeField, place: number): void {
    const room = this.width - LABEL - RIGHT - (this.width > WIDE ? 190 : 110);
    const size = Math.min(CELL, Math.max(room / Math.min(field.bits, 16), 9));
    const perLine = Math.max(8, Math.floor(room / size));
    const lines = Math.ceil(field.bits / perLine);
    this.rows.push({
      label: field.label,
      y: this.y + 13,
      meaning: this.width > WIDE ? `${field.meaning}, one for the ${field.scope}` : field.meaning,
      meaningX: LABEL + Math.min(field.bits, perLine) * size + 10,
    });
    for (let bit = 0; bit < field.bits; bit++) {
      const [line, i] = [Math.floor(bit / perLine), bit % perLine];
      this.cell(field, place, bit, { x: LABEL + i * size, y: this.y + line * ROW, width: size, height: CELL });
    }
    this.y += lines * ROW + 3;
  }

  /** A field of each pair, drawn over its values. */
  pairs(field: CodeField, place: number, { entries, at }: CodeReport, layouts: readonly CodeLayout[]): void {
    const mine = entries.find(({ index }) => index === at)?.pair;
    this.rows.push({ label: field.label, y: this.y + 13, meaning: '', meaningX: 0 });
    let i = 0;
    while (i < entries.length) {
      const pair = entries[i]?.pair;
      let to = i;
      while (to < entries.length && entries[to]?.pair === pair) to++;
      const own = (layouts[i] ?? []).find(({ id }) => id === field.id) ?? field;
      const each = ((to - i) * this.pitch - 4) / own.bits;
      for (let bit = 0; bit < own.bits; bit++) {
        const box = { x: LABEL + i * this.pitch + 2 + bit * each, y: this.y, width: each, height: CELL };
        this.cell(own, pair === mine ? place : null, bit, box, `pair ${String(pair)}`);
      }
      i = to;
    }
    this.y += ROW + 5;
  }

  /** A field of each value, its bits from top to bottom. */
  own(field: CodeField, place: number, { entries, at }: CodeReport, layouts: readonly CodeLayout[]): void {
    this.rows.push({ label: field.label, y: this.y + 13, meaning: '', meaningX: 0 });
    entries.forEach((entry, i) => {
      const own = (layouts[i] ?? []).find(({ id }) => id === field.id) ?? field;
      const width = Math.min(CELL + 2, this.pitch - 4);
      for (let bit = 0; bit < own.bits; bit++) {
        const box = {
          x: LABEL + (i + 0.5) * this.pitch - width / 2,
          y: this.y + bit * (CELL + 1),
          width,
          height: CELL,
        };
        this.cell(own, entry.index === at ? place : null, bit, box, `value ${String(entry.index)}`);
      }
    });
    this.y += field.bits * (CELL + 1) + 6;
  }

  private cell(
    field: CodeField,
    place: number | null,
    bit: number,
    box: Pick<BitCell, 'x' | 'y' | 'width' | 'height'>,
    whose = '',
  ): void {
    const on = bitOf(field.raw, field.bits, bit);
    const before = place === null ? undefined : this.stored[place];
    const name = `${field.label}, bit ${String(field.bits - 1 - bit)}: ${on ? '1' : '0'}`;
    this.cells.push({
      key: `${field.id} ${whose} ${String(bit)}`,
      ...box,
      on,
      sign: field.reading.kind === 'sign',
      changed: before !== undefined && bitOf(before.raw, before.bits, bit) !== on,
      toggle: place === null ? null : { place, bit, name },
    });
  }
}

function bitOf(raw: number, bits: number, bit: number): boolean {
  return Math.floor(raw / 2 ** (bits - 1 - bit)) % 2 === 1;
}

/** "mantissa 1.25 · shared exponent × 2⁻² → ŵ = 0.3125", in pieces that may be wrapped. */
function formulaOf(layout: CodeLayout): string[] {
  const parts = layout.map(({ label, meaning }, i) => `${i === 0 ? '' : '· '}${small(label)} ${meaning}`);
  return [...parts, `→ ŵ = ${value(compose(layout))}`];
}

/** "Storage: 1 sign + 4 mantissa + 1/2 micro-exponent + 8/16 shared exponent = 6.00 bits per value". */
function storageOf(layout: CodeLayout, sharing: Sharing): string[] {
  const parts = layout.map(({ label, bits, scope }, i) => {
    const shared = Math.max(sharing[scope], 1);
    return `${i === 0 ? 'Storage: ' : '+ '}${count(bits)}${shared === 1 ? '' : `/${Number.isInteger(shared) ? count(shared) : fixed(shared, 1)}`} ${small(label)}`;
  });
  const sum = layout.reduce((total, { bits, scope }) => total + bits / Math.max(sharing[scope], 1), 0);
  return [...parts, `= ${sum.toFixed(2)} bits per value`];
}

/** A label within a sentence; names of formats keep their capitals. */
function small(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

const CHARACTER = 6.3;

/** Pieces joined to lines that are no wider than `width`. */
function wrapped(pieces: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && (last.length + piece.length + 1) * CHARACTER <= width) {
      lines[lines.length - 1] = `${last} ${piece}`;
    } else lines.push(piece);
  }
  return lines;
}

interface Unit {
  readonly name: string;
  readonly write: (x: number) => string;
}

/** One power of a thousand for all numbers of the block, so that they fit into narrow columns with equal decimals. */
function unitOf(values: readonly number[]): Unit {
  const most = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  if (most === 0) return { name: '', write: value };
  const thousands = Math.floor(Math.log10(most) / 3);
  const factor = 10 ** (-3 * thousands);
  const scaled = most * factor;
  const digits = scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
  return {
    name: thousands === 0 ? '' : `, 10${raised(3 * thousands)}`,
    write: (x) => (Number.isFinite(x) ? fixed(x * factor, digits) : value(x)),
  };
}

/** The block in one sentence. */
export function bitsSentence(model: BitsModel | null, label: string): string {
  if (model === null) return `There is no value to show in ${label}.`;
  return `Bits of the selected value under ${label}: ${model.formula.join(' ')}`;
}
