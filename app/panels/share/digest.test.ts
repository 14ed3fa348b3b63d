import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/tasks/classify';
import { compareDigest, type Measured } from './digest';

const digest = { images: 2000, float: 1812, a: 950, b: 1760, weights: 'ee0bc1c3' };
const same: Measured = {
  task: classify,
  images: 2000,
  weights: 'ee0bc1c3',
  numbers: { a: 950, b: 1760, float: 1812 },
  isChanged: false,
};

describe('the digest of a link against this tab', () => {
  it('says reproduced only when all three counts agree', () => {
    expect(compareDigest(digest, same).state).toBe('reproduced');
    const off = compareDigest(digest, { ...same, numbers: { ...same.numbers, a: 947 } });
    expect(off.state).toBe('differs');
    expect(off.summary).toBe('differs: A by 3 images');
    expect(off.advice).not.toBeNull();
  });

  it('names every number that differs', () => {
    const off = compareDigest(digest, { ...same, numbers: { a: 951, b: 1000, float: 1812 } });
    expect(off.summary).toBe('differs: A by 1 image, B by 760 images');
  });

  it('waits for the measurement', () => {
    const pending = compareDigest(digest, { ...same, numbers: { ...same.numbers, b: null } });
    expect(pending.state).toBe('pending');
  });

  it('does not compare another network', () => {
    expect(compareDigest(digest, { ...same, weights: '00000000' }).state).toBe('network');
  });

  it('does not blame the link for settings changed since', () => {
    expect(compareDigest(digest, { ...same, isChanged: true }).state).toBe('changed');
    expect(compareDigest(digest, { ...same, images: 10000 }).state).toBe('changed');
  });
});
