/** A formula as data: text for tests and screen readers, MathML for the page. */
export type Token =
  | { readonly kind: 'symbol'; readonly id: SymbolId; readonly text: string; readonly sub?: string }
  /** A number that stands for a symbol; `id` is null for plain constants. */
  | { readonly kind: 'number'; readonly id: SymbolId | null; readonly text: string }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'fraction'; readonly over: readonly Token[]; readonly under: readonly Token[] }
  /** The same on one line: numbers below a bar would be smaller than 11 px or make every line tall. */
  | { readonly kind: 'quotient'; readonly over: readonly Token[]; readonly under: readonly Token[] };

/** What a formula speaks of; every occurrence of one is highlighted together. */
export type SymbolId =
  'w' | 'what' | 'q' | 'S' | 'Z' | 'T' | 'qmin' | 'qmax' | 'low' | 'high' | 'C' | 'signal' | 'noise' | 'b' | 'n';

/** Name of each symbol in the key below the formulas. */
export const MEANINGS: Readonly<
  Record<SymbolId, { readonly text: string; readonly sub?: string; readonly meaning: string }>
> = {
  w: { text: 'w', meaning: 'weight' },
  what: { text: 'ŵ', meaning: 'quantized weight' },
  q: { text: 'q', meaning: 'code' },
  S: { text: 'S', meaning: 'scale, the step' },
  Z: { text: 'Z', meaning: 'zero point' },
  T: { text: 'T', meaning: 'clipping threshold' },
  qmin: { text: 'q', sub: 'min', meaning: 'smallest code' },
  qmax: { text: 'q', sub: 'max', meaning: 'largest code' },
  low: { text: 'l', meaning: 'lower end of the range' },
  high: { text: 'h', meaning: 'upper end of the range' },
  C: { text: 'C', meaning: 'centroids' },
  signal: { text: 'Σw²', meaning: 'energy of the weights' },
  noise: { text: 'Σ(ŵ − w)²', meaning: 'energy of the error' },
  b: { text: 'b', meaning: 'stored bits' },
  n: { text: 'n', meaning: 'number of weights' },
};

export const symbol = (id: SymbolId): Token => {
  const { text, sub } = MEANINGS[id];
  return sub === undefined ? { kind: 'symbol', id, text } : { kind: 'symbol', id, text, sub };
};
export const number = (text: string, id: SymbolId | null = null): Token => ({ kind: 'number', id, text });
export const operator = (text: string): Token => ({ kind: 'operator', text });
export const word = (text: string): Token => ({ kind: 'word', text });
export const fraction = (over: readonly Token[], under: readonly Token[]): Token => ({ kind: 'fraction', over, under });
export const quotient = (over: readonly Token[], under: readonly Token[]): Token => ({ kind: 'quotient', over, under });

/** Plain text of a formula: "S = T / 7". */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map(tokenText).join('').replace(/ {2,}/g, ' ').trim();
}

const TIGHT = new Set(['(', ')', ',']);

function tokenText(token: Token): string {
  switch (token.kind) {
    case 'symbol':
      return token.sub === undefined ? token.text : `${token.text}_${token.sub}`;
    case 'number':
    case 'word':
      return token.text;
    case 'operator':
      if (token.text === ',') return ', ';
      return TIGHT.has(token.text) ? token.text : ` ${token.text} `;
    case 'fraction':
    case 'quotient':
      return `${grouped(token.over)} / ${grouped(token.under)}`;
  }
}

function grouped(tokens: readonly Token[]): string {
  return tokens.length === 1 ? textOf(tokens) : `(${textOf(tokens)})`;
}

/** One formula of one side: in symbols, then with the present numbers. */
export interface FormulaLine {
  readonly id: 'scale' | 'zero' | 'steps' | 'code' | 'value' | 'error' | 'sqnr' | 'bits';
  readonly label: string;
  readonly symbols: readonly Token[];
  readonly numbers: readonly Token[];
}
