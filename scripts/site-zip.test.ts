import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { zipFolder } from './site-zip';

const folder = mkdtempSync(join(tmpdir(), 'site-'));
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), '<title>Site</title>');
writeFileSync(join(folder, 'assets', 'data.bin'), new Uint8Array([1, 2, 3]));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the site as one file', () => {
  it('holds every file below one folder', () => {
    const files = unzipSync(zipFolder(folder, 'site'));
    expect(Object.keys(files)).toEqual(['site/assets/data.bin', 'site/index.html']);
    expect(strFromU8(files['site/index.html']!)).toBe('<title>Site</title>');
    expect([...files['site/assets/data.bin']!]).toEqual([1, 2, 3]);
  });

  it('is the same to the byte when it is written again later', async () => {
    const first = zipFolder(folder, 'site');
    await new Promise((resolve) => setTimeout(resolve, 2100));
    writeFileSync(join(folder, 'index.html'), '<title>Site</title>');
    expect(zipFolder(folder, 'site')).toEqual(first);
  });
});
