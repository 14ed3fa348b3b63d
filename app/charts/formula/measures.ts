import type { StorageBits, TensorMetrics } from '../../../src/jobs/reports';
import { count, decibel, fixed, tick, value } from '../frame/format';
import { type FormulaLine, type Token, fraction, number, operator, quotient, symbol, word } from './tokens';

/** A weight inside a formula; a negative one stands in brackets. */
export function signed(x: number): string {
  return bracketed(x, value(x));
}

/** A code inside a formula: a whole number, in brackets when negative. */
export function signedCode(x: number): string {
  return bracketed(x, tick(x));
}

function bracketed(x: number, text: string): string {
  return x < 0 ? `(${text})` : text;
}

/** ŵ − w, whatever the technique. */
export function errorLine(w: number, what: number): FormulaLine {
  return {
    id: 'error',
    label: 'error',
    symbols: [symbol('what'), operator('−'), symbol('w')],
    numbers: [
      number(value(what), 'what'),
      operator('−'),
      number(signed(w), 'w'),
      operator('='),
      number(value(what - w)),
    ],
  };
}

/** 10 log10 of the energy of the weights over that of the error. */
export function sqnrLine({ n, mse, sqnrDb }: TensorMetrics): FormulaLine {
  const label = 'signal to noise';
  const log = [word('10 log₁₀'), operator(' ')];
  const symbols = [...log, fraction([symbol('signal')], [symbol('noise')])];
  const noise = mse * n;
  if (noise === 0)
    return {
      id: 'sqnr',
      label,
      symbols,
      numbers: [symbol('noise'), operator('='), number('0', 'noise'), operator('→'), word('∞ dB')],
    };
  const signal = noise * 10 ** (sqnrDb / 10);
  const ratio = quotient([number(value(signal), 'signal')], [number(value(noise), 'noise')]);
  return {
    id: 'sqnr',
    label,
    symbols,
    numbers: [...log, ratio, operator('='), number(decibel(sqnrDb, 1)), word(' dB')],
  };
}

const PARTS: readonly { readonly key: keyof StorageBits; readonly name: string }[] = [
  { key: 'codes', name: 'codes' },
  { key: 'scales', name: 'scales' },
  { key: 'zeroPoints', name: 'zero points' },
  { key: 'codebook', name: 'codebook' },
  { key: 'exponents', name: 'exponents' },
];

/** All stored bits over the number of weights, each part that costs anything named. */
export function storageLine({ storage, n, bitsPerWeight }: TensorMetrics): FormulaLine {
  const paid = PARTS.filter(({ key }) => storage[key] > 0);
  const sum = (term: (part: (typeof PARTS)[number]) => Token): Token[] =>
    paid.flatMap((part, i) => (i === 0 ? [term(part)] : [operator('+'), term(part)]));
  const total = operator('=');
  return {
    id: 'bits',
    label: 'stored bits per weight',
    symbols: [
      symbol('b'),
      total,
      fraction(
        sum(({ name }) => word(name)),
        [symbol('n')],
      ),
    ],
    numbers: [
      quotient(
        sum(({ key }) => number(count(storage[key]))),
        [number(count(n), 'n')],
      ),
      total,
      number(fixed(bitsPerWeight, 2), 'b'),
    ],
  };
}
