import { sign } from '../../../src/binary/gradients';
import { packSigns, signDot } from '../../../src/binary/pack';
import { count, fixed, value } from '../frame/format';
import type { FrameTable } from '../frame/table';

/** The five steps of a packed product. */
export const STEPS = ['signs', 'XNOR', 'popcount', '2p − n', 'scale'] as const;

export interface StepperInput {
  readonly w: ArrayLike<number>;
  readonly x: ArrayLike<number>;
  /** Positions whose bit the reader has turned over. */
  readonly flipW: readonly number[];
  readonly flipX: readonly number[];
}

export interface StepperModel {
  readonly n: number;
  readonly w: readonly number[];
  readonly x: readonly number[];
  readonly bitsW: readonly (0 | 1)[];
  readonly bitsX: readonly (0 | 1)[];
  readonly xnor: readonly (0 | 1)[];
  /** Ones of ever longer runs: of 2, 4, 8 … bits, at last of all. */
  readonly tree: readonly { readonly span: number; readonly sums: readonly number[] }[];
  /** Words of 32 bits in hexadecimal, and how many bits of the last are no values. */
  readonly wordsW: readonly string[];
  readonly wordsX: readonly string[];
  readonly padding: number;
  /** Ones of the XNOR. */
  readonly p: number;
  readonly dot: number;
  /** The same by multiplying ±1 in float. */
  readonly floatDot: number;
  readonly alpha: number;
  readonly k: number;
  readonly estimate: number;
  /** Σ w x of the real values, before any bit was turned over. */
  readonly product: number;
  readonly isEdited: boolean;
}

export function stepperModel({ w, x, flipW, flipX }: StepperInput): StepperModel {
  const n = Math.min(w.length, x.length);
  const [ownW, ownX] = [Array.from(w).slice(0, n), Array.from(x).slice(0, n)];
  const signed = (values: readonly number[], flips: readonly number[]) =>
    values.map((v, i) => (flips.includes(i) ? -sign(v) : sign(v)));
  const [signsW, signsX] = [signed(ownW, flipW), signed(ownX, flipX)];
  const bit = (s: number): 0 | 1 => (s > 0 ? 1 : 0);
  const xnor = signsW.map((s, i): 0 | 1 => (s === signsX[i] ? 1 : 0));
  const [packedW, packedX] = [packSigns(signsW), packSigns(signsX)];
  const { agreeing, dot } = signDot(packedW, packedX, n);
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + Math.abs(v), 0) / Math.max(n, 1);
  const [alpha, k] = [mean(ownW), mean(ownX)];
  return {
    n,
    w: ownW,
    x: ownX,
    bitsW: signsW.map(bit),
    bitsX: signsX.map(bit),
    xnor,
    tree: treeOf(xnor),
    wordsW: Array.from(packedW, hex),
    wordsX: Array.from(packedX, hex),
    padding: packedW.length * 32 - n,
    p: agreeing,
    dot,
    floatDot: signsW.reduce((sum: number, s, i) => sum + s * (signsX[i] ?? 0), 0),
    alpha,
    k,
    estimate: alpha * k * dot,
    product: ownW.reduce((sum, v, i) => sum + v * (ownX[i] ?? 0), 0),
    isEdited: flipW.length + flipX.length > 0,
  };
}

function treeOf(bits: readonly number[]): StepperModel['tree'] {
  const levels: { span: number; sums: number[] }[] = [];
  let sums = [...bits];
  for (let span = 2; sums.length > 1; span *= 2) {
    sums = Array.from({ length: Math.ceil(sums.length / 2) }, (_, i) => (sums[2 * i] ?? 0) + (sums[2 * i + 1] ?? 0));
    levels.push({ span, sums });
  }
  return levels;
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}

/** The equation of a step, with its numbers. */
export function stepText(model: StepperModel, step: number): string {
  const { n, p, dot, alpha, k, estimate, padding } = model;
  if (step <= 1) {
    const pad = padding === 0 ? '' : ` ${count(padding)} bits of the last word stay 0 in both and count for nothing.`;
    return `Each sign is one bit: ${count(n)} signs fit in ${count(model.wordsW.length)} ${model.wordsW.length === 1 ? 'word' : 'words'} of 32 bits.${pad}`;
  }
  if (step === 2) return `XNOR is 1 where the signs agree: the product of two signs is +1 there, and −1 elsewhere.`;
  if (step === 3) return `Popcount: ${count(p)} of ${count(n)} signs agree, ${count(n - p)} disagree.`;
  const equals = `2p − n = 2 · ${count(p)} − ${count(n)} = ${count(dot)}`;
  if (step === 4) return equals;
  return `${equals}; α · K · ${count(dot)} = ${value(alpha)} · ${value(k)} · ${count(dot)} = ${fixed(estimate, 3)}`;
}

export function stepperSentence(model: StepperModel): string {
  const { n, p, dot, floatDot, estimate, product } = model;
  return `Product of ${count(n)} signs by XNOR and popcount: ${count(p)} agree, 2p − n = ${count(dot)}, the float product of the signs is ${count(floatDot)}. Scaled by α and K it is ${fixed(estimate, 3)}; the real product w · x is ${fixed(product, 3)}.`;
}

export function stepperTable({ w, x, bitsW, bitsX, xnor }: StepperModel): FrameTable {
  return {
    columns: ['Position', 'Weight w', 'Bit of w', 'Input x', 'Bit of x', 'XNOR'],
    rows: w.map((v, i) => [i, v, bitsW[i] ?? 0, x[i] ?? 0, bitsX[i] ?? 0, xnor[i] ?? 0]),
  };
}
