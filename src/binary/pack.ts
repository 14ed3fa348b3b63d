/** Signs as bits, 32 a word, least significant first: 1 for values >= 0 (sign(0) = +1). Bits past the end are 0. */
export function packSigns(values: ArrayLike<number>): Uint32Array {
  return pack(values, (value) => value >= 0);
}

/** Ternary values as two planes of bits: which are not 0, and which are above 0. */
export interface TernaryPlanes {
  readonly nonZero: Uint32Array;
  readonly positive: Uint32Array;
}

export function packTernary(values: ArrayLike<number>): TernaryPlanes {
  return { nonZero: pack(values, (value) => value !== 0), positive: pack(values, (value) => value > 0) };
}

function pack(values: ArrayLike<number>, isSet: (value: number) => boolean): Uint32Array {
  const words = new Uint32Array(Math.ceil(values.length / 32));
  for (let i = 0; i < values.length; i++) if (isSet(values[i]!)) words[i >>> 5]! |= 1 << (i & 31);
  return words;
}

/** Ones in a 32-bit word. */
export function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

export interface SignDot {
  /** Agreeing signs: ones of the XNOR, without the bits past the end. */
  readonly agreeing: number;
  /** Ones of the XOR. */
  readonly differing: number;
  /** Dot product of the ±1 vectors: 2 p − n. */
  readonly dot: number;
}

/** Dot product of two packed vectors of n signs (Rastegari et al. 2016, section 3.2). */
export function signDot(a: Uint32Array, b: Uint32Array, n: number): SignDot {
  let differing = 0;
  for (let w = 0; w < a.length; w++) differing += popcount((a[w]! ^ b[w]!) >>> 0);
  const agreeing = n - differing;
  return { agreeing, differing, dot: 2 * agreeing - n };
}

/** Dot product of two packed ternary vectors. */
export function ternaryDot(a: TernaryPlanes, b: TernaryPlanes): number {
  let dot = 0;
  for (let w = 0; w < a.nonZero.length; w++) {
    const both = a.nonZero[w]! & b.nonZero[w]!;
    dot += popcount(both >>> 0) - 2 * popcount((both & (a.positive[w]! ^ b.positive[w]!)) >>> 0);
  }
  return dot;
}
