/** Writes public/precomputed: what the Lab and the first lesson show, marked pre-computed, before the model has loaded. */
import { mkdir, writeFile } from 'node:fs/promises';
import { EXAMPLES } from '../app/effects/precomputed';
import { computeExample } from './example';

const folder = new URL('../public/precomputed/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const id of EXAMPLES) await writeFile(new URL(`${id}.json`, folder), await computeExample(id));
