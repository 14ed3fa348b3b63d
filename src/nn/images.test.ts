import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ImageDataError, ImageStore, unpackImages } from './images';

const COUNT = 300;
const SIZE = 784;
const pixels = noise(COUNT * SIZE);
const labels = Uint8Array.from({ length: COUNT }, (_, index) => index % 10);

/** Bytes that hardly compress: a linear congruential generator. */
function noise(count: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

function pack(...parts: Uint8Array[]): ArrayBuffer {
  const raw = new Uint8Array(parts.flatMap((part) => [...part]));
  return Uint8Array.from(gzipSync(raw, { level: 1, mtime: 0 })).buffer;
}

/** One bit of a stored block turned over. */
function bitFlipped(): ArrayBuffer {
  const bytes = gzipSync(pixels.subarray(0, 784), { level: 0, mtime: 0 });
  bytes[400] = (bytes[400] ?? 0) ^ 1;
  return Uint8Array.from(bytes).buffer;
}

function unpack(packed: ArrayBuffer, count = COUNT) {
  const steps = unpackImages({ packed, count, offset: 0 });
  for (let yields = 0; ; yields++) {
    const step = steps.next();
    if (step.done === true) return { ...step.value, yields };
  }
}

describe('unpackImages', () => {
  it('returns pixels and labels, in steps', () => {
    const result = unpack(pack(pixels, labels));
    expect(Buffer.compare(result.pixels, pixels)).toBe(0);
    expect(result.labels).toEqual(labels);
    expect(result.yields).toBeGreaterThan(1);
  });

  it.each([
    ['half a file', pack(pixels, labels).slice(0, 20_000)],
    ['no gzip', Uint8Array.from(pixels).buffer],
    ['an empty file', new ArrayBuffer(0)],
    ['a changed bit', bitFlipped()],
    ['a label too few', pack(pixels, labels.subarray(1))],
  ])('refuses %s', (_name, packed) => {
    expect(() => unpack(packed)).toThrow(ImageDataError);
  });
});

describe('ImageStore', () => {
  it('finds images by their number in the whole set', () => {
    const store = new ImageStore();
    expect(store.put(10, 12, Uint8Array.of(1, 2, 3, 4), Uint8Array.of(7, 8))).toBe(false);
    expect(store.put(12, 13, Uint8Array.of(5, 6), Uint8Array.of(9))).toBe(false);
    expect([10, 11, 12].map((index) => [...store.item(index).bytes])).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect([10, 11, 12].map((index) => store.item(index).label)).toEqual([7, 8, 9]);
    expect(() => store.item(13)).toThrow('Image 13 is not loaded');
  });

  it('says when it replaces images', () => {
    const store = new ImageStore();
    store.put(0, 2, Uint8Array.of(1, 2), Uint8Array.of(0, 1));
    expect(store.put(1, 3, Uint8Array.of(8, 9), Uint8Array.of(2, 3))).toBe(true);
    expect([...store.item(1).bytes]).toEqual([8]);
    expect(() => store.item(0)).toThrow(RangeError);
  });
});
