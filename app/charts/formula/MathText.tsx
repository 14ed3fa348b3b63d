import { type ReactNode, createElement } from 'react';
import { classes } from '../../controls/classes';
import css from './Formulas.module.css';
import type { SymbolId, Token } from './tokens';

/**
 * A formula as MathML. React knows the elements but its types do not, hence `createElement`. Occurrences of the symbol
 * `hot` are highlighted; `data-symbol` tells the panel what the pointer is on.
 */
export function MathText({ tokens, hot }: { readonly tokens: readonly Token[]; readonly hot: SymbolId | null }) {
  return createElement('math', { displaystyle: 'true' }, ...tokens.map((token, i) => element(token, hot, i)));
}

function element(token: Token, hot: SymbolId | null, key: number): ReactNode {
  switch (token.kind) {
    case 'symbol': {
      const props = { key, 'data-symbol': token.id, className: classes(css.mark, token.id === hot && css.hot) };
      if (token.sub === undefined) return createElement('mi', props, token.text);
      return createElement(
        'msub',
        props,
        createElement('mi', null, token.text),
        createElement('mtext', null, token.sub),
      );
    }
    case 'number':
      return createElement(
        'mn',
        {
          key,
          'data-symbol': token.id ?? undefined,
          className: classes(css.mark, token.id !== null && token.id === hot && css.hot),
        },
        token.text,
      );
    case 'operator':
      return token.text === ' '
        ? createElement('mspace', { key, width: '0.2em' })
        : createElement('mo', { key, stretchy: 'false' }, token.text);
    case 'word':
      // MathML drops spaces at both ends of a text.
      return createElement('mtext', { key }, token.text.replaceAll(' ', '\u00a0'));
    case 'fraction':
      return createElement('mfrac', { key }, rowOf(token.over, hot), rowOf(token.under, hot));
    case 'quotient':
      return createElement(
        'mrow',
        { key },
        grouped(token.over, hot),
        createElement('mo', null, '/'),
        grouped(token.under, hot),
      );
  }
}

function rowOf(tokens: readonly Token[], hot: SymbolId | null): ReactNode {
  return createElement('mrow', null, ...tokens.map((token, i) => element(token, hot, i)));
}

/** One number stands alone, a sum in brackets. */
function grouped(tokens: readonly Token[], hot: SymbolId | null): ReactNode {
  if (tokens.length === 1) return rowOf(tokens, hot);
  const bracket = (text: string) => createElement('mo', { stretchy: 'false' }, text);
  return createElement('mrow', null, bracket('('), rowOf(tokens, hot), bracket(')'));
}
