import { expect, it } from 'vitest';
import { codeOf } from '../io/read/read-fakes';
import { Meter, given } from './read-meter';

/** Everything that the work was seen to have done, and how it ended. */
async function watch<T>(following: AsyncGenerator<{ done: number; total: number }, T>) {
  const seen: number[] = [];
  for (;;) {
    const next = await following.next();
    if (next.done === true) return { seen, result: next.value };
    seen.push(next.value.done);
  }
}

it('tells how far the work is, and gives its result', async () => {
  const meter = new Meter(10);
  const work = async () => {
    for (const amount of [4, 3, 100]) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      meter.add(amount);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
    return 'read';
  };
  // A file that is read twice does not make more of it than there is.
  expect(await watch(meter.follow(work()))).toEqual({ seen: [0, 4, 7, 10], result: 'read' });
});

it('ends as the work ends where that fails', async () => {
  const failing = Promise.reject(new RangeError('no such part'));
  await expect(watch(new Meter(1).follow(failing))).rejects.toThrow('no such part');
});

it('counts the bytes that readers ask for, and names a file that the browser lost', async () => {
  const meter = new Meter(8);
  const [file] = given([{ name: 'a.bin', blob: new Blob([Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)]) }], meter);
  expect(await file?.read(2, 5)).toEqual(Uint8Array.of(3, 4, 5));
  expect(meter.done).toBe(3);

  const lost = { size: 8, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('moved')) }) };
  const reading = async () => given([{ name: 'gone.bin', blob: lost }], meter)[0]?.read(0, 1);
  expect(await codeOf(reading())).toBe('missing-file');
  await expect(reading()).rejects.toThrow('"gone.bin": moved');
  expect(meter.done).toBe(3);
});
