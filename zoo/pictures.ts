/**
 * Packs the pictures for the upscaler: `npm run pictures [-- --out DIR]`. They are the four quarters of the example that the npm
 * package of the model brings, 64 x 64 pixels each. The file is a gzip stream of their uint8 colours, [64, 64, 3] each, followed
 * by one zero each where other data sets have labels. The same package gives the same bytes on every machine.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { gzipSync } from 'fflate';
import { type Raster, readPng } from './png';

const SIDE = 64;
const CORNERS = [
  [0, 0],
  [0, SIDE],
  [SIDE, 0],
  [SIDE, SIDE],
] as const;

function crop({ values, width, channels }: Raster, [top, left]: readonly [number, number]): number[] {
  return Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const [row, column, colour] = [Math.floor(at / (3 * SIDE)), Math.floor(at / 3) % SIDE, at % 3];
    return values[((top + row) * width + left + column) * channels + colour] ?? 0;
  });
}

function main(): void {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: fileURLToPath(new URL('../public/data/flower', import.meta.url)) } },
  });
  const source = new URL('../node_modules/@upscalerjs/default-model/assets/fixture.png', import.meta.url);
  const picture = readPng(readFileSync(source));
  const crops = CORNERS.flatMap((corner) => crop(picture, corner));
  const bytes = gzipSync(Uint8Array.from([...crops, ...CORNERS.map(() => 0)]), { level: 9, mtime: 0 });
  const split = { id: 'test', role: 'test', offset: 0, count: CORNERS.length, file: 'test.bin' };
  const index = {
    id: 'flower',
    title: 'four crops of a flower',
    classes: [],
    shape: [SIDE, SIDE, 3],
    licence: 'MIT, copyright 2022 Kevin Scott',
    source: 'npm @upscalerjs/default-model 1.0.0, assets/fixture.png',
    splits: [{ ...split, bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) }],
  };
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, split.file), bytes);
  writeFileSync(join(values.out, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
}

main();
