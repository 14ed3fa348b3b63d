import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { computeExample } from './example';

it('ships the example that the engine computes today', async () => {
  const shipped = await readFile(new URL('../public/precomputed/lab.json', import.meta.url), 'utf8');
  expect(JSON.parse(await computeExample())).toEqual(JSON.parse(shipped));
});
