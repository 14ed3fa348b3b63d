import { type ReactNode, createElement } from 'react';

/** A part of a formula: MathML, or a short text that stands for an operator, a number or a symbol. */
export type Part = ReactNode;

/** A formula on a line of its own. */
export function math(...parts: readonly Part[]): ReactNode {
  return createElement('math', { display: 'block' }, row(...parts));
}

export function row(...parts: readonly Part[]): ReactNode {
  return createElement('mrow', null, ...parts.map(atom));
}

export function frac(above: Part, below: Part): ReactNode {
  return createElement('mfrac', null, atom(above), atom(below));
}

export function sub(base: Part, index: Part): ReactNode {
  return createElement('msub', null, atom(base), atom(index));
}

export function sup(base: Part, exponent: Part): ReactNode {
  return createElement('msup', null, atom(base), atom(exponent));
}

export function root(inside: Part): ReactNode {
  return createElement('msqrt', null, atom(inside));
}

export function hat(base: Part): ReactNode {
  return createElement('mover', { accent: 'true' }, atom(base), createElement('mo', null, '^'));
}

/** Upright words inside a formula. */
export function word(text: string): ReactNode {
  return createElement('mtext', null, text);
}

const OPERATOR = /^[^\p{L}\p{N}]+$/u;
const NUMBER = /^[\d.,]+$/;

function atom(part: Part): ReactNode {
  if (typeof part !== 'string') return part;
  if (part === ',') return createElement('mo', { separator: 'true', rspace: '0.4em' }, part);
  if (NUMBER.test(part)) return createElement('mn', null, part);
  return createElement(OPERATOR.test(part) ? 'mo' : 'mi', null, part);
}
