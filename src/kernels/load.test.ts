import { afterEach, describe, expect, it, vi } from 'vitest';
import { binary } from './binary';
import { createSimdKernels, loadKernels, plainKernels } from './index';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('loadKernels', () => {
  it('takes the SIMD kernels where they run', () => {
    expect(loadKernels().kind).toBe('simd');
  });

  it('takes the plain ones on request', () => {
    expect(loadKernels({ plain: true })).toBe(plainKernels);
    expect(plainKernels.kind).toBe('plain');
  });

  it('falls back without WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(loadKernels()).toBe(plainKernels);
  });

  it('falls back where SIMD does not validate', () => {
    vi.stubGlobal('WebAssembly', { ...globalWebAssembly(), validate: () => false });
    expect(loadKernels()).toBe(plainKernels);
  });

  it('falls back where compiling is forbidden, and hides no other error', () => {
    const refuse = (error: Error) => {
      const Module = function (): void {
        throw error;
      };
      vi.stubGlobal('WebAssembly', { ...globalWebAssembly(), Module });
    };
    refuse(new WebAssembly.CompileError('refused by the security policy'));
    expect(loadKernels()).toBe(plainKernels);
    vi.unstubAllGlobals();
    refuse(new TypeError('a defect'));
    expect(() => loadKernels()).toThrow('a defect');
  });
});

/** The members of WebAssembly, which a spread does not find. */
function globalWebAssembly(): typeof WebAssembly {
  const names = Object.getOwnPropertyNames(WebAssembly) as (keyof typeof WebAssembly)[];
  return Object.fromEntries(names.map((name) => [name, WebAssembly[name]])) as unknown as typeof WebAssembly;
}

describe('the WebAssembly module', () => {
  it('needs nothing from outside', () => {
    const module = new WebAssembly.Module(Uint8Array.from(atob(binary), (character) => character.charCodeAt(0)));
    expect(WebAssembly.Module.imports(module)).toEqual([]);
  });

  it('grows its memory between calls and within one', () => {
    const kernels = createSimdKernels();
    const small = Float32Array.of(3, -5, 4);
    expect(kernels.absMax(small)).toBe(5);
    const large = new Float32Array(1_000_000).fill(0.25);
    const uniforms = new Float64Array(large.length).fill(0.5);
    const scales = Float32Array.of(1);
    const one = (data: Float32Array) => kernels.quantize(data, data.length, data.length, scales, null, -7, 7, 'ceil');
    expect(one(large).values.every((value) => value === 1)).toBe(true);
    const drawn = kernels.quantizeWithUniforms(large, large.length, large.length, scales, null, -7, 7, uniforms);
    expect(drawn.codes.every((code) => code === 0)).toBe(true);
    expect([...one(small).codes]).toEqual([3, -5, 4]);
  });

  it('leaves earlier results and the arguments alone', () => {
    const kernels = createSimdKernels();
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    const first = kernels.transposeToChannelMajor(data, 2, 3);
    kernels.transposeToChannelMajor(new Float32Array(100_000), 100, 1000);
    expect([...first]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('reads arguments that are parts of a larger buffer', () => {
    const whole = Float32Array.from({ length: 20 }, (_, i) => i);
    expect(createSimdKernels().minMax(whole.subarray(3, 10))).toEqual([3, 9]);
  });

  it('agrees with the plain kernels on ten million weights', () => {
    const kernels = createSimdKernels();
    const columns = 100;
    const data = new Float32Array(10_000_000);
    for (let i = 0, state = 1; i < data.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      data[i] = (state * (state >> 16)) / 2 ** 50;
    }
    const rows = data.length / columns;
    const [simd, plain] = [kernels, plainKernels].map((k) => {
      const ordered = k.transposeToChannelMajor(data, rows, columns);
      const scales = k.segmentAbsMax(ordered, rows, rows).map((largest) => largest / 7);
      const { codes, values } = k.quantize(ordered, rows, rows, scales, null, -7, 7, 'nearest-even');
      return { scales, codes, values, sums: k.errorSums(ordered, values), bins: k.histogram(ordered, -0.02, 0.02, 64) };
    });
    expect(simd!.scales).toEqual(plain!.scales);
    expect(simd!.sums).toEqual(plain!.sums);
    expect(simd!.bins).toEqual(plain!.bins);
    // Element by element in the test framework these would take minutes.
    expect(Buffer.compare(Buffer.from(simd!.codes.buffer), Buffer.from(plain!.codes.buffer))).toBe(0);
    expect(Buffer.compare(Buffer.from(simd!.values.buffer), Buffer.from(plain!.values.buffer))).toBe(0);
  });
});
