import type { ReactNode } from 'react';
import type { TermId } from '../../panels/glossary/entries';
import { frac, math, row, sub, sup, word } from '../../panels/glossary/mathml';

/** The rule that a sheet is computed by, and the term behind it. */
interface Rule {
  readonly formula: ReactNode;
  readonly term: TermId;
  readonly name: string;
}

const round = (...inside: readonly ReactNode[]) => row(word('round'), '(', ...inside, ')');
const size = (base: string) => row('|', base, '|');
const norm = row('‖', 'E', '‖', '=', word('√'), sup(row('∑', '(', 'r', '−', 'w', ')'), '2'));
const square = (base: ReactNode) => sup(base, '2');

const affine: Rule = {
  formula: math(
    'S',
    '=',
    frac(row(word('max'), '−', word('min')), '3'),
    ',',
    'Z',
    '=',
    '−',
    '2',
    '−',
    round(frac(word('min'), 'S')),
  ),
  term: 'affine',
  name: 'Affine quantization',
};
const symmetric: Rule = {
  formula: math(
    'S',
    '=',
    frac(row(word('max'), size('w')), sub('q', word('max'))),
    ',',
    'q',
    '=',
    round(frac('w', 'S')),
  ),
  term: 'symmetric',
  name: 'Symmetric quantization',
};
const xnor: Rule = {
  formula: math('∑', sub('a', 'i'), sub('b', 'i'), '=', 'p', '−', '(', 'n', '−', 'p', ')', '=', '2', 'p', '−', 'n'),
  term: 'popcount',
  name: 'XNOR and popcount',
};

/** By the id of a sheet. */
export const RULES: Readonly<Record<string, Rule>> = {
  'W1.1': affine,
  'W1.2': {
    ...affine,
    formula: math('q', '=', round(frac('w', 'S')), '+', 'Z', ',', 'r', '=', 'S', '(', 'q', '−', 'Z', ')'),
  },
  'W2.1': symmetric,
  'W2.2': {
    ...symmetric,
    formula: math(sub('S', 'i'), '=', word('max in row '), 'i', ',', norm),
    term: 'granularity',
    name: 'Granularity',
  },
  'W2.3': { ...symmetric, formula: math(norm), term: 'granularity', name: 'Granularity' },
  'W3.1': {
    formula: math(sub('c', 'k'), '=', frac('1', sub('n', 'k')), '∑', 'w', ',', 'q', '=', word('nearest')),
    term: 'codebook',
    name: 'Codebook',
  },
  'W3.2': { formula: math('n', 'b', '+', '32', '·', sup('2', 'b')), term: 'storedBits', name: 'Stored bits' },
  'W3.3': {
    formula: math(
      frac(row('∂', 'L'), row('∂', sub('c', 'k'))),
      '=',
      sub('∑', row('q', '=', 'k')),
      frac(row('∂', 'L'), row('∂', 'w')),
    ),
    term: 'codebook',
    name: 'Codebook',
  },
  'W4.1': { formula: math('α', '=', frac('1', 'n'), '∑', size('w')), term: 'bwn', name: 'Binary weights' },
  'W4.2': {
    formula: math('Δ', '=', '0.7', '·', frac('1', 'n'), '∑', size('w')),
    term: 'twn',
    name: 'Ternary weights',
  },
  'W5.1': {
    ...symmetric,
    formula: math(square(row('‖', 'E', '‖')), '=', word('clipped'), '+', word('rounded')),
    term: 'clipping',
    name: 'Clipping',
  },
  'W5.2': {
    formula: math(
      sub('s', word('next')),
      '=',
      frac(
        row('∑', size('w'), word(' beyond '), 's'),
        row(sub('n', word('beyond')), '+', frac(sub('n', word('within')), row('3', '·', sup('4', 'b')))),
      ),
    ),
    term: 'octav',
    name: 'OCTAV',
  },
  'W6.1': {
    formula: math('r', '=', 'q', '·', sup('2', row('E', '−', '1', '−', 'τ'))),
    term: 'mxShared',
    name: 'Shared micro-exponents',
  },
  'W6.2': { formula: math('r', '=', 'q', '·', sub('s', word('row')), '·', 'γ'), term: 'vsquant', name: 'VSQuant' },
  'W7.1': xnor,
  'W7.2': xnor,
};
