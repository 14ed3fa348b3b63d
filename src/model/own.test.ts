import { describe, expect, it } from 'vitest';
import { hashOf, ownId } from './own';
import { isOwnId } from './own-id';

const made = {
  topology: { a: 1, b: [2] },
  weights: 'ff',
  input: { shape: [4], preprocess: 'pixel' },
  task: 'output',
  data: [],
};

describe('ids of models that a user opened', () => {
  it('is the same however the description was built', () => {
    const again = { ...made, topology: { b: [2], a: 1 } };
    expect(ownId(again)).toBe(ownId(made));
    expect(isOwnId(ownId(made))).toBe(true);
  });

  it.each([
    { topology: { a: 2, b: [2] } },
    { weights: 'fe' },
    { input: { shape: [4], preprocess: 'pixel/255' } },
    { task: 'classify' },
    { data: ['00'] },
  ])('differs with %o', (change) => {
    expect(ownId({ ...made, ...change })).not.toBe(ownId(made));
  });

  it('is not the id of a shipped model', () => {
    expect([isOwnId('dscnn'), isOwnId('own-0123'), isOwnId('own-0123456789ABCDEF')]).toEqual([false, false, false]);
  });

  it('hashes as FIPS 180-4 says', () => {
    expect(hashOf(Uint8Array.from([0x61, 0x62, 0x63]))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
