import type { Recipe, SideId } from '../../../src/experiment/spec';
import { techniqueOf } from '../../../src/experiment/techniques';
import type { LayerReport } from '../../../src/jobs/reports';
import { gridOf } from '../errormap/grid';
import { cellName } from '../errormap/words';
import { value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import { codebookLines } from './codebook';
import { errorLine, sqnrLine, storageLine } from './measures';
import { type FormulaLine, type SymbolId, type Token, textOf } from './tokens';
import { uniformLines } from './uniform';

/** All formulas of one side. */
export interface SideFormulas {
  readonly side: SideId;
  /** Which weight is followed, or what the technique does. */
  readonly subject: string;
  readonly lines: readonly FormulaLine[];
}

/** The same step on the sides that take it. */
export interface FormulaRow {
  readonly id: string;
  readonly label: string;
  readonly symbols: readonly Token[];
  readonly values: readonly { readonly side: SideId; readonly numbers: readonly Token[] }[];
}

/** The formulas of one side for its example weight, for the layer as a whole where there is none. */
export function sideFormulas(side: SideId, report: LayerReport, recipe: Recipe): SideFormulas {
  const { example } = report;
  const summary = techniqueOf('quantizer', recipe.quantizer.id)?.summary ?? '';
  return {
    side,
    subject: example === null || report.codebook !== null || report.metrics.mse === 0 ? summary : exampleName(report),
    lines: [...ownLines(report, recipe), sqnrLine(report.metrics), storageLine(report.metrics)],
  };
}

function ownLines({ codebook, example, metrics }: LayerReport, recipe: Recipe): readonly FormulaLine[] {
  if (codebook !== null) return codebookLines(codebook);
  if (example === null) return [];
  if (recipe.quantizer.id === 'uniform') return uniformLines(example, recipe);
  return metrics.mse > 0 ? [errorLine(example.value, example.quantized)] : [];
}

function exampleName(report: LayerReport): string {
  const { example } = report;
  if (example === null) return '';
  const name = cellName(report, { row: example.row, channel: example.column, rank: 0 }, { ...gridOf(report), pool: 1 });
  return `w = ${value(example.value)}, ${name}: the weight that rounding moves most`;
}

/** One row per step; sides whose formula reads the same share its symbols. */
export function rowsOf(sides: readonly SideFormulas[]): FormulaRow[] {
  const rows = new Map<string, FormulaRow>();
  for (const { side, lines } of sides) {
    for (const { id, label, symbols, numbers } of lines) {
      const key = `${id}: ${textOf(symbols)}`;
      const values = [...(rows.get(key)?.values ?? []), { side, numbers }];
      rows.set(key, { id, label, symbols, values });
    }
  }
  const order = ['scale', 'zero', 'steps', 'code', 'value', 'error', 'sqnr', 'bits'];
  return [...rows.values()].sort((p, q) => order.indexOf(p.id) - order.indexOf(q.id));
}

/** Symbols that the rows speak of, in the order of reading. */
export function symbolsIn(rows: readonly FormulaRow[]): SymbolId[] {
  const found = new Set<SymbolId>();
  const visit = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.kind === 'symbol') found.add(token.id);
      if (token.kind === 'fraction' || token.kind === 'quotient') [token.over, token.under].forEach(visit);
    }
  };
  rows.forEach(({ symbols }) => visit(symbols));
  return [...found];
}

export function formulaTable(rows: readonly FormulaRow[]): FrameTable {
  const of = (row: FormulaRow, side: SideId) => {
    const found = row.values.find((v) => v.side === side);
    return found === undefined ? '' : textOf(found.numbers);
  };
  return {
    columns: ['step', 'formula', 'A', 'B'],
    rows: rows.map((row) => [row.label, textOf(row.symbols), of(row, 'a'), of(row, 'b')]),
  };
}

/** The panel in one sentence. */
export function sentence(layer: string, sides: readonly SideFormulas[]): string {
  const parts = sides.map(({ side, subject }) => `${side.toUpperCase()}: ${subject}`);
  return parts.length > 0
    ? `The formulas of ${layer} with the present numbers. ${parts.join('. ')}`
    : `The formulas of ${layer}, not yet measured.`;
}
