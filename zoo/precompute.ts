/** Writes public/precomputed/lab.json: what the Lab shows, marked pre-computed, before the model has loaded. */
import { mkdir, writeFile } from 'node:fs/promises';
import { computeExample } from './example';

const folder = new URL('../public/precomputed/', import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL('lab.json', folder), await computeExample());
