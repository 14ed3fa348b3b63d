import { scaleLinear } from 'd3';
import type { IntegerReport } from '../../../src/jobs/integer-reports';
import { count, fixed, value } from '../frame/format';
import type { FrameTable } from '../frame/table';

/** One term of the sum as a bar from the sum before it to the sum after it. */
export interface TermBar {
  readonly label: string;
  readonly meaning: string;
  readonly term: number;
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly y: number;
  /** The last bar: the whole sum. */
  readonly isTotal: boolean;
}

/** A line below the bars: how the sum becomes a code and a value. */
export interface ScalingLine {
  readonly label: string;
  readonly text: string;
  readonly y: number;
}

export interface IntegerModel {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly zeroX: number;
  readonly bars: readonly TermBar[];
  readonly lines: readonly ScalingLine[];
  readonly summary: string;
}

const ROW = 27;
const TOP = 8;
const LABELS = 108;
const VALUES = 78;
const LINE = 22;
/** Products written out. */
const SHOWN_PAIRS = 3;

interface Term {
  readonly label: string;
  readonly meaning: string;
  readonly term: number;
}

/** The terms of the lecture's equation, in its order. */
function termsIn({ terms }: IntegerReport): readonly Term[] {
  return [
    { label: 'Σ qw qx', meaning: 'products of codes', term: terms.products },
    { label: '− Zw Σ qx', meaning: 'zero point of the weights', term: 0 - terms.weightZeroTerm },
    { label: '− Zx Σ qw', meaning: 'zero point of the inputs, known beforehand', term: 0 - terms.inputZeroTerm },
    { label: '+ K Zw Zx', meaning: 'both zero points, known beforehand', term: terms.zeroZeroTerm },
    { label: '+ qb', meaning: 'bias', term: terms.bias },
  ];
}

/** Where the terms of one output lead, on one axis in units of the int32 sum, and what becomes of it. */
export function integerModel(report: IntegerReport, width: number): IntegerModel {
  const left = LABELS;
  const right = Math.max(width - VALUES, left + 40);
  const terms = termsIn(report);
  const steps = [0];
  for (const { term } of terms) steps.push((steps.at(-1) ?? 0) + term);
  const x = scaleLinear([Math.min(...steps), Math.max(...steps, Math.min(...steps) + 1)], [left, right]);
  const bar = (from: number, to: number) => ({
    x: Math.min(x(from), x(to)),
    width: Math.max(Math.abs(x(to) - x(from)), 1),
  });
  const bars = terms.map((one, i): TermBar => {
    const position = bar(steps[i] ?? 0, steps[i + 1] ?? 0);
    return { ...one, ...position, text: whole(one.term), y: TOP + i * ROW, isTotal: false };
  });
  const sum = report.terms.accumulator;
  const total: TermBar = {
    label: '= sum (int32)',
    meaning: 'what the hardware adds up',
    term: sum,
    text: whole(sum),
    ...bar(0, sum),
    y: TOP + terms.length * ROW,
    isTotal: true,
  };
  const below = TOP + (terms.length + 1) * ROW + 20;
  const lines = scalingLines(report).map((line, i) => ({ ...line, y: below + i * LINE }));
  return {
    width,
    height: below + lines.length * LINE - 4,
    left,
    right,
    zeroX: x(0),
    bars: [...bars, total],
    lines,
    summary: sentence(report),
  };
}

function scalingLines({ terms, floatValue, simulatedValue }: IntegerReport): Omit<ScalingLine, 'y'>[] {
  const { output } = terms;
  const real = `${value(terms.value)}; simulated ${value(simulatedValue)}, float ${value(floatValue)}`;
  const pairs = { label: `K = ${count(terms.inputs.length)} pairs`, text: largestPairs(report(terms)) };
  if (output === null) {
    return [pairs, { label: 'real value', text: `sum · Sw Sx = ${real}` }];
  }
  const { multiplier, m0, shift, lift, scaled, zeroPoint, unclamped, code, scale } = output;
  const clamp = code === unclamped ? '' : `, cut to ${whole(code)}`;
  return [
    pairs,
    {
      label: 'M = Sw Sx / Sy',
      text: `${multiplier.toPrecision(4)} ≈ ${count(m0)} · 2⁻³¹ · 2${superscript(lift - shift)}`,
    },
    {
      label: 'sum · M',
      text: `${whole(scaled)}, rounded in fixed point${lift > 0 ? `, the sum · 2${superscript(lift)} first` : ''}`,
    },
    {
      label: 'code qy',
      text: `${whole(scaled)} + Zy = ${whole(scaled)} + ${whole(zeroPoint)} = ${whole(unclamped)}${clamp}`,
    },
    { label: 'real value', text: `Sy (qy − Zy) = ${fixed(scale, 4)} · ${whole(code - zeroPoint)} = ${real}` },
  ];
}

interface Pair {
  readonly input: number;
  readonly weight: number;
}

function report({ inputs, weights }: IntegerReport['terms']): readonly Pair[] {
  return Array.from(inputs, (input, at) => ({ input, weight: weights[at] ?? 0 }));
}

function largestPairs(pairs: readonly Pair[]): string {
  const size = ({ input, weight }: Pair): number => Math.abs(input * weight);
  const largest = pairs.toSorted((p, q) => size(q) - size(p)).slice(0, SHOWN_PAIRS);
  return `qw qx, largest: ${largest.map(({ input, weight }) => `${whole(weight)} · ${whole(input)}`).join(', ')}`;
}

/** The whole computation in one sentence. */
export function sentence({ layer, image, at, terms, simulatedValue }: IntegerReport): string {
  const [row, column, channel] = at;
  const place = `Output ${channel} of ${layer} at row ${row}, column ${column}, test image ${image}`;
  const sum = `${count(terms.inputs.length)} products and zero-point corrections add up to ${whole(terms.accumulator)}`;
  if (terms.output === null)
    return `${place}: ${sum}, which stands for ${value(terms.value)} (simulated ${value(simulatedValue)}).`;
  return `${place}: ${sum}, which becomes code ${whole(terms.output.code)} and stands for ${value(terms.value)} (simulated ${value(simulatedValue)}).`;
}

export function integerTable(given: IntegerReport): FrameTable {
  const { terms, simulatedValue, floatValue } = given;
  const { output } = terms;
  const after: (readonly [string, number])[] =
    output === null
      ? []
      : [
          ['M = Sw Sx / Sy', output.multiplier],
          ['M0', output.m0],
          ['left shift of the sum', output.lift],
          ['right shift', output.shift],
          ['sum · M, rounded', output.scaled],
          ['Zy', output.zeroPoint],
          ['qy', output.code],
        ];
  return {
    columns: ['term', 'value'],
    rows: [
      ...termsIn(given).map(({ label, term }) => [label, term] as const),
      ['sum (int32)', terms.accumulator],
      ['K', terms.inputs.length],
      ['Zw', terms.weightZeroPoint],
      ['Zx', terms.inputZeroPoint],
      ['Sw', terms.weightScale],
      ['Sx', terms.inputScale],
      ...after,
      ['real value', terms.value],
      ['simulated in float32', simulatedValue],
      ['float network', floatValue],
    ],
  };
}

function whole(v: number): string {
  return fixed(v, 0).replace(/\d+/, (digits) => count(Number(digits)));
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function superscript(power: number): string {
  const digits = Array.from(String(Math.abs(power)), (digit) => SUPERSCRIPTS[Number(digit)]).join('');
  return power < 0 ? `⁻${digits}` : digits;
}
