/** What a number box accepts. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

export type Parsed = { readonly value: number } | { readonly problem: string };

/** Reads typed text; a true minus sign and surrounding space are fine. The problem names the allowed range. */
export function parseNumber(text: string, range: NumberRange): Parsed {
  const trimmed = text.trim().replace('\u2212', '-');
  const value = trimmed === '' ? Number.NaN : Number(trimmed);
  const fits = Number.isFinite(value) && value >= range.min && value <= range.max;
  if (fits && (!range.integer || Number.isInteger(value))) return { value };
  const noun = range.integer ? 'a whole number' : 'a number';
  return { problem: `Type ${noun} from ${bound(range.min)} to ${bound(range.max)}.` };
}

function bound(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 }).replace('-', '\u2212');
}

/** The value some steps away, inside the range and free of binary noise such as 0.30000000000000004. */
export function stepped(value: number, by: number, range: NumberRange): number {
  const next = Number((value + by).toPrecision(12));
  return Math.min(range.max, Math.max(range.min, range.integer ? Math.round(next) : next));
}
