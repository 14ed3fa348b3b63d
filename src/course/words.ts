import { fixed } from '../tasks/format';

/** A share of 0 to 1 as percent with one decimal and without the sign; undefined stays undefined. */
export function percent(share: number | null | undefined): string | undefined {
  return share === null || share === undefined ? undefined : fixed(share * 100, 1);
}

/** A number with the given decimals; undefined where there is none. */
export function decimals(value: number | null | undefined, digits: number): string | undefined {
  return value === null || value === undefined || !Number.isFinite(value) ? undefined : fixed(value, digits);
}

/** Three significant digits, for values of weights and steps. */
export function size(value: number | null | undefined): string | undefined {
  if (value === null || value === undefined || !Number.isFinite(value)) return undefined;
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return fixed(value, Math.min(digits, 6));
}

/** A whole number with its thousands apart: "1,852". */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Only the numbers that are known. */
export function known(numbers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(numbers).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])),
  );
}
