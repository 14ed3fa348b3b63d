/** Numbers as charts write them: a true minus sign, commas in counts, thin unit after a space. */
export { count, fixed, percent } from '../../controls/format';
import { fixed } from '../../controls/format';

const MINUS = '\u2212';

/** A share of 0 to 1 as percent: 0.7 → "70 %"; below 1 % one decimal, and never "0 %" for a share above 0. */
export function share(value: number): string {
  const inPercent = value * 100;
  if (value > 0 && inPercent < 0.05) return '< 0.1 %';
  const digits = inPercent !== 0 && inPercent < 0.95 ? 1 : 0;
  return `${inPercent.toFixed(value < 1 && inPercent > 99.5 ? 1 : digits)} %`;
}

/** Decibels with the given decimals; "∞" without error, "–" when undefined. */
export function decibel(value: number, digits = 0): string {
  if (Number.isNaN(value)) return '–';
  return Number.isFinite(value) ? fixed(value, digits) : value > 0 ? '∞' : `${MINUS}∞`;
}

/** A value in units of the weights with three significant digits and no exponent down to 0.001: 0.0934 → "0.0934". */
export function value(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? '–' : x > 0 ? '∞' : `${MINUS}∞`;
  if (x === 0) return '0';
  const size = Math.abs(x);
  if (size >= 100) return fixed(x, 0);
  if (size < 0.001) return scientific(x);
  return fixed(x, Math.max(0, 2 - Math.floor(Math.log10(size))));
}

/** A name of at most so many characters; of longer ones the end, where names of tensors differ. */
export function shortened(name: string, most: number): string {
  return name.length <= most ? name : `…${name.slice(name.length - most + 1).replace(/^[/.]+/, '')}`;
}

/** A tick label: as short as the number allows, with a true minus sign. */
export function tick(x: number): string {
  if (x === 0) return '0';
  if (Math.abs(x) < 0.001) return scientific(x);
  return TICKS.format(Number(x.toPrecision(6))).replace('-', MINUS);
}

/** Made once: each takes longer to make than a thousand numbers to write. */
const TICKS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function scientific(x: number): string {
  const [mantissa = '0', exponent = '0'] = x.toExponential(1).split('e');
  const power = Number(exponent);
  return `${mantissa.replace('-', MINUS)} × 10${raised(power)}`;
}

/** An exponent: −3 → "⁻³". */
export function raised(power: number): string {
  const digits = Array.from(String(Math.abs(power)), (d) => SUPERSCRIPTS[Number(d)]).join('');
  return `${power < 0 ? '⁻' : ''}${digits}`;
}
