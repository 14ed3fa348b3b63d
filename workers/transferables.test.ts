import { describe, expect, it } from 'vitest';
import { transferablesOf } from './transferables';

describe('transferablesOf', () => {
  it('finds each buffer once, however deep', () => {
    const own = new Float32Array(4);
    const bare = new ArrayBuffer(8);
    const found = transferablesOf({ own, again: [own, { bare }], text: 'x', nothing: null });
    expect(new Set(found)).toEqual(new Set([own.buffer, bare]));
    expect(found).toHaveLength(2);
  });

  it('leaves views of a part of a buffer, and shared memory, to be copied', () => {
    const whole = new Uint8Array(10);
    const shared = new Uint8Array(new SharedArrayBuffer(4));
    expect(transferablesOf([whole.subarray(2), shared])).toEqual([]);
  });

  it('ends on values that contain themselves', () => {
    const loop: Record<string, unknown> = { data: new Uint8Array(1) };
    loop['self'] = loop;
    expect(transferablesOf(loop)).toHaveLength(1);
  });
});
