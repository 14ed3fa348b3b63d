import type { CodeReport } from '../../../src/jobs/ladder-reports';
import { type CodeField, type CodeLayout, compose } from '../../../src/quantizers/layout';
import { value } from '../frame/format';
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
  /** The value as the product of its parts. */
  readonly formula: string;
  readonly isEdited: boolean;
}

const LABEL = 104;
const RIGHT = 8;
const LEAST_COLUMN = 36;
const CELL = 17;
const ROW = 21;

/** The selected value and as many neighbours as there is room for, bit by bit. */
export function bitsModel(report: CodeReport, edits: Edits, width: number): BitsModel | null {
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
  return {
    width,
    height: draft.y + 2 * ROW + 34,
    rows: draft.rows,
    cells: draft.cells,
    columns: shown.entries.map(({ index, value: weight }, i) => ({
      index,
      x: LABEL + (i + 0.5) * pitch,
      isSelected: index === report.at,
      weight: value(weight),
      decoded: value(compose(layouts[i] ?? [])),
    })),
    weightY: draft.y + 16,
    decodedY: draft.y + 16 + ROW,
    band: { x: LABEL + at * pitch, y: top - 4, width: pitch, height: draft.y - top + 2 * ROW + 6 },
    formula: formulaOf(mine),
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

const SHARED: Readonly<Record<CodeField['scope'], string>> = {
  value: '',
  pair: 'pair',
  block: 'block',
  channel: 'channel',
  tensor: 'tensor',
};

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
    const room = this.width - LABEL - RIGHT - 120;
    const size = Math.min(CELL, Math.max(room / Math.min(field.bits, 16), 9));
    const perLine = Math.max(8, Math.floor(room / size));
    const lines = Math.ceil(field.bits / perLine);
    this.rows.push({
      label: `${field.label}, ${SHARED[field.scope]}`,
      y: this.y + 13,
      meaning: field.meaning,
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
    this.rows.push({ label: `${field.label}, pair`, y: this.y + 13, meaning: '', meaningX: 0 });
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

/** "mantissa 1.25 · Shared exponent × 2^−2 = 0.3125". */
function formulaOf(layout: CodeLayout): string {
  const parts = layout.map(({ label, meaning }) => `${label.toLowerCase()} ${meaning}`);
  return `${parts.join(' · ')}  →  ŵ = ${value(compose(layout))}`;
}

/** The block in one sentence. */
export function bitsSentence(model: BitsModel | null, label: string): string {
  if (model === null) return `There is no value to show in ${label}.`;
  return `Bits of the selected value under ${label}: ${model.formula}`;
}
