import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadError } from './errors';
import { fixture, fixtures } from './fixtures-fakes';
import { MemoryFile, readAll } from './read-fakes';
import type { GivenFile } from './types';

describe('damaged files', () => {
  const sets = [
    ...['matrix.npy', 'fortran-big-endian.npy', 'stored.npz', 'deflated.npz', 'types.safetensors'],
    ...['state-dict-half.safetensors', 'small.onnx', 'residual.onnx', 'tfjs-layers-quantized.zip'],
    ...['tfjs-graph-quantized.zip'],
  ].map((name) => [fixture(name)]);
  const all: readonly (readonly MemoryFile[])[] = [...sets, fixtures('tfjs-layers'), fixtures('tfjs-graph')];

  async function survives(files: readonly GivenFile[]): Promise<void> {
    try {
      await readAll(files);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      expect(error.message).toBe(`${error.reason} ${error.next}`);
    }
  }

  const changedOf = async (files: readonly MemoryFile[], which: number, change: (bytes: Uint8Array) => Uint8Array) =>
    Promise.all(
      files.map(async (file, at) => {
        const bytes = await file.read(0, file.size);
        return new MemoryFile(file.name, at === which % files.length ? change(bytes) : bytes);
      }),
    );

  it('are read or refused by name, wherever they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (files, which, share) =>
          survives(await changedOf(files, which, (bytes) => bytes.slice(0, Math.floor(share * bytes.length)))),
      ),
      { numRuns: 400, seed: 11 },
    );
  });

  it('are read or refused by name, whatever bytes are changed', async () => {
    const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.nat(), edits, async (files, which, places) =>
        survives(
          await changedOf(files, which, (bytes) => {
            for (const [share, value] of places) bytes[Math.floor(share * (bytes.length - 1))] = value;
            return bytes;
          }),
        ),
      ),
      { numRuns: 1500, seed: 12 },
    );
  });

  it('are refused whatever they hold', async () => {
    const names = fc.constantFrom('x.npy', 'x.npz', 'x.zip', 'x.safetensors', 'x.onnx', 'model.json', 'x.bin');
    await fc.assert(
      fc.asyncProperty(names, fc.uint8Array({ maxLength: 200 }), async (name, bytes) =>
        survives([new MemoryFile(name, bytes)]),
      ),
      { numRuns: 500, seed: 13 },
    );
  });
});
