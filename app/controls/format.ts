/** Numbers as the interface writes them: commas in counts, a true minus sign, a unit after a space. */
const MINUS = '\u2212';

/** Made once: each takes longer to make than a thousand numbers to write. */
const COUNTS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 12345 → "12,345". */
export function count(value: number): string {
  return COUNTS.format(value).replace('-', MINUS);
}

/** A number with fixed decimals and a true minus sign. */
export function fixed(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', MINUS);
}

/** A share of 0 to 1 as percent with one decimal and without the sign: 0.4753 → "47.5". */
export function percent(share: number): string {
  return fixed(share * 100, 1);
}

/** A difference between two shares in points with its sign: 0.405 → "+40.5". */
export function points(difference: number): string {
  const text = fixed(Math.abs(difference) * 100, 1);
  if (text === '0.0') return '0.0';
  return `${difference > 0 ? '+' : MINUS}${text}`;
}

/** Bytes in the largest unit that leaves at least 1: "20.2 KiB". */
export function bytes(value: number): string {
  if (value < 1024) return `${count(value)} B`;
  const kib = value / 1024;
  return kib < 1024 ? `${fixed(kib, 1)} KiB` : `${fixed(kib / 1024, 1)} MiB`;
}

/** Milliseconds as the reader feels them: "85 ms", "1.5 s". */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${fixed(ms / 1000, 1)} s`;
}

/** At most three significant decimals, without trailing zeros: 0.125 → "0.125", 3 → "3". */
export function plain(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', MINUS);
}
