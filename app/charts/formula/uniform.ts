import type { Recipe } from '../../../src/experiment/spec';
import type { WeightExample } from '../../../src/jobs/reports';
import { fixed, tick, value } from '../frame/format';
import { errorLine, signed, signedCode } from './measures';
import { type FormulaLine, type Token, fraction, number, operator, quotient, symbol, word } from './tokens';

const ROUNDING: Readonly<Record<string, string>> = {
  floor: 'floor',
  ceil: 'ceil',
  'toward-zero': 'trunc',
  stochastic: 'stochastic',
};

/** What T is divided by in each symmetric range, as an addition to the largest code. */
const EXTRA: Readonly<Record<string, number>> = { restricted: 0, full: 1, midpoint: 0.5 };

const equals = operator('=');
const open = operator('(');
const close = operator(')');
const comma = operator(',');

/**
 * r = S (q − Z), followed for one weight. S = T / divisor in a symmetric scheme, (h − l) / (qmax − qmin) in an affine one
 * (Jacob et al. 2018, section 2.1; Krishnamoorthi 2018).
 */
export function uniformLines(example: WeightExample, recipe: Recipe): readonly FormulaLine[] {
  const isAffine = recipe.quantizer.params['scheme'] === 'affine';
  const round = ROUNDING[recipe.rounder.id] ?? 'round';
  return [
    ...(isAffine ? affineLines(example) : [symmetricScale(example, recipe)]),
    stepsLine(example),
    codeLine(example, round),
    valueLine(example),
    errorLine(example.value, example.quantized),
  ];
}

function symmetricScale({ high, scale, qmax }: WeightExample, { quantizer }: Recipe): FormulaLine {
  const range = quantizer.params['range'];
  const extra = EXTRA[typeof range === 'string' ? range : 'restricted'] ?? 0;
  const divisor = extra === 0 ? [symbol('qmax')] : [symbol('qmax'), operator('+'), number(tick(extra))];
  return {
    id: 'scale',
    label: 'scale',
    symbols: [symbol('S'), equals, fraction([symbol('T')], divisor)],
    numbers: [
      quotient([number(value(high), 'T')], [number(tick(qmax + extra), 'qmax')]),
      equals,
      number(value(scale), 'S'),
    ],
  };
}

function affineLines({ low, high, scale, zeroPoint, qmin, qmax }: WeightExample): readonly FormulaLine[] {
  const width = [symbol('qmax'), operator('−'), symbol('qmin')];
  return [
    {
      id: 'scale',
      label: 'scale',
      symbols: [symbol('S'), equals, fraction([symbol('high'), operator('−'), symbol('low')], width)],
      numbers: [
        quotient(
          [number(value(high), 'high'), operator('−'), number(signed(low), 'low')],
          [number(tick(qmax), 'qmax'), operator('−'), number(signedCode(qmin), 'qmin')],
        ),
        equals,
        number(value(scale), 'S'),
      ],
    },
    {
      id: 'zero',
      label: 'zero point',
      symbols: [
        symbol('Z'),
        equals,
        symbol('qmin'),
        operator('−'),
        word('round'),
        open,
        quotient([symbol('low')], [symbol('S')]),
        close,
      ],
      numbers: [
        number(tick(qmin), 'qmin'),
        operator('−'),
        word('round'),
        open,
        quotient([number(value(low), 'low')], [number(value(scale), 'S')]),
        close,
        equals,
        number(tick(zeroPoint), 'Z'),
      ],
    },
  ];
}

function stepsLine({ value: w, scale }: WeightExample): FormulaLine {
  return {
    id: 'steps',
    label: 'in steps',
    symbols: [quotient([symbol('w')], [symbol('S')])],
    numbers: [quotient([number(value(w), 'w')], [number(value(scale), 'S')]), equals, number(steps(w / scale))],
  };
}

function codeLine({ value: w, scale, code, zeroPoint, qmin, qmax }: WeightExample, round: string): FormulaLine {
  const clamped = (inner: readonly Token[], z: Token, low: Token, high: Token): Token[] => [
    word('clamp'),
    open,
    word(round),
    open,
    ...inner,
    close,
    operator('+'),
    z,
    comma,
    low,
    comma,
    high,
    close,
  ];
  return {
    id: 'code',
    label: 'code',
    symbols: [
      symbol('q'),
      equals,
      ...clamped([quotient([symbol('w')], [symbol('S')])], symbol('Z'), symbol('qmin'), symbol('qmax')),
    ],
    numbers: [
      ...clamped(
        [number(steps(w / scale))],
        number(tick(zeroPoint), 'Z'),
        number(tick(qmin), 'qmin'),
        number(tick(qmax), 'qmax'),
      ),
      equals,
      number(tick(code), 'q'),
    ],
  };
}

function valueLine({ scale, code, zeroPoint, quantized }: WeightExample): FormulaLine {
  return {
    id: 'value',
    label: 'back to a value',
    symbols: [symbol('what'), equals, symbol('S'), open, symbol('q'), operator('−'), symbol('Z'), close],
    numbers: [
      number(value(scale), 'S'),
      open,
      number(tick(code), 'q'),
      operator('−'),
      number(signedCode(zeroPoint), 'Z'),
      close,
      equals,
      number(value(quantized), 'what'),
    ],
  };
}

/** At least three decimals, and as many as it takes to tell a value from the middle between two codes. */
function steps(x: number): string {
  const digits = [3, 4, 5, 6].find((d) => !/\.50+$/.test(x.toFixed(d))) ?? 3;
  return fixed(x, digits);
}
