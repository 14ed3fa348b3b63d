const MINUS = '\u2212';
/** Made once: a formatter costs more to make than to use. */
const COUNTS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A number with fixed decimals and a true minus sign; "∞" without end. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : Number.isNaN(value) ? '–' : `${MINUS}∞`;
  return value.toFixed(digits).replace('-', MINUS);
}

/** A difference with its sign; one that rounds to zero has none. */
export function signed(difference: number, digits: number): string {
  const text = fixed(Math.abs(difference), digits);
  if (Number(text) === 0) return text;
  return `${difference > 0 ? '+' : MINUS}${text}`;
}

/** 12345 → "12,345". */
export function count(value: number): string {
  return COUNTS.format(value);
}

/** A distance with its unit; null when it rounds to zero. */
export function apart(distance: number, digits: number, unit: string): string | null {
  const text = fixed(distance, digits);
  return Number(text) === 0 ? null : `${text} ${unit}`;
}

/** For tables: so many decimals at most. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
