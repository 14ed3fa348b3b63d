import { describe, expect, it } from 'vitest';
import { backendText } from './backend';

describe('the back end in words', () => {
  it('names the fast path', () => {
    expect(backendText({ backend: 'wasm-simd', forward: 'own', kernels: 'simd', workers: 2 })).toEqual({
      state: 'fast',
      text: 'WASM SIMD, 2 workers',
    });
    expect(backendText({ backend: 'wasm-simd', forward: 'tfjs', kernels: 'simd', workers: 2 }).text).toBe(
      'tfjs WASM SIMD, 2 workers',
    );
  });

  it('warns when SIMD is missing in either half', () => {
    expect(backendText({ backend: 'wasm', forward: 'tfjs', kernels: 'simd', workers: 1 }).state).toBe('slow');
    expect(backendText({ backend: 'wasm-simd', forward: 'own', kernels: 'plain', workers: 2 }).state).toBe('slow');
    expect(backendText({ backend: 'cpu', forward: 'tfjs', kernels: 'plain', workers: 1 }).text).toBe(
      'No SIMD: slower JavaScript, 1 worker',
    );
  });

  it('says so while nothing is known', () => {
    expect(backendText({ backend: null, forward: null, kernels: null, workers: 0 }).state).toBe('starting');
  });
});
