import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { EXAMPLES } from '../app/effects/precomputed';
import { computeExample } from './example';

it.each(EXAMPLES)('ships the example %s that the engine computes today', async (id) => {
  const shipped = await readFile(new URL(`../public/precomputed/${id}.json`, import.meta.url), 'utf8');
  expect(JSON.parse(await computeExample(id))).toEqual(JSON.parse(shipped));
});
