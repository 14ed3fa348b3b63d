/** Binary and ternary kernels as they are stored: bits without gaps, then the scales. */

/** A kernel of levels −α, (0,) α; codes are −1, (0,) 1 in the order of the tensor. */
export interface SignedCodes {
  readonly codes: ArrayLike<number>;
  readonly scales: ArrayLike<number>;
  /** 1 without a zero, else 2. */
  readonly bits: 1 | 2;
}

/** Bits of a code, least significant first: 1 for +1 and 0 for −1; ternary 1 for +1, 3 for −1, 0 for 0. */
function bitsOf(code: number, bits: 1 | 2): number {
  if (bits === 1) return code > 0 ? 1 : 0;
  return code === 0 ? 0 : code > 0 ? 1 : 3;
}

/** Whole bytes of codes, then each scale as a little-endian float32. */
export function packCodes({ codes, scales, bits }: SignedCodes): Uint8Array {
  const codeBytes = Math.ceil((codes.length * bits) / 8);
  const out = new Uint8Array(codeBytes + 4 * scales.length);
  for (let i = 0; i < codes.length; i++) {
    const at = i * bits;
    out[at >>> 3]! |= bitsOf(codes[i]!, bits) << (at & 7);
  }
  const view = new DataView(out.buffer, codeBytes);
  for (let i = 0; i < scales.length; i++) view.setFloat32(4 * i, scales[i]!, true);
  return out;
}

/** The inverse of `packCodes` for a kernel of `count` codes. */
export function unpackCodes(packed: Uint8Array, count: number, bits: 1 | 2): SignedCodes {
  const codeBytes = Math.ceil((count * bits) / 8);
  const codes = Int8Array.from({ length: count }, (_, i) => {
    const raw = (packed[(i * bits) >>> 3]! >>> ((i * bits) & 7)) & (2 ** bits - 1);
    if (bits === 1) return raw === 1 ? 1 : -1;
    return raw === 0 ? 0 : raw === 1 ? 1 : -1;
  });
  const view = new DataView(packed.buffer, packed.byteOffset + codeBytes);
  const scales = Float32Array.from({ length: (packed.length - codeBytes) / 4 }, (_, i) => view.getFloat32(4 * i, true));
  return { codes, scales, bits };
}
