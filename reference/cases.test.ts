import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseFiles, modelFolders, runFile } from './cases';
import type { CaseResult } from './result';

const OWN = fileURLToPath(new URL('cases', import.meta.url));

/** Techniques that must never be skipped. */
const IMPLEMENTED = (
  'linear_symmetric linear_affine linear_fixed kmeans_exact kmeans_lloyd kmeans_finetune codebook_storage granularity vsquant ' +
  'mx_shared clip_minmax clip_percentile clip_percentile_hist clip_mse round.int round.stochastic round.stochastic_moments ' +
  'round.fakequant bin.bwn ter.twn ter.twn_perfilter'
).split(' ');

describe("the project's own copy of the cases", () => {
  let results: CaseResult[] = [];
  beforeAll(async () => {
    results = (await Promise.all((await caseFiles(OWN)).map(runFile))).flat();
  });

  it('has no failure', () => {
    expect(results.filter((r) => r.status === 'failed')).toEqual([]);
  });

  it.each(IMPLEMENTED)('passes every case of %s', (technique) => {
    const own = results.filter((r) => r.technique === technique);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((r) => r.status !== 'passed')).toEqual([]);
  });

  it('names every technique that it skips', () => {
    for (const { status, detail } of results) if (status === 'skipped') expect(detail).toMatch(/\w/);
  });

  it('holds the folder of a model apart', async () => {
    expect(await modelFolders(OWN)).toEqual([join(OWN, 'models', 'lenet')]);
    expect((await caseFiles(OWN)).some((file) => file.includes('lenet'))).toBe(false);
  });
});

describe('a folder of strangers', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cases-'));
    await mkdir(join(folder, 'deep'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function statusOf(name: string, content: unknown): Promise<CaseResult[]> {
    const path = join(folder, 'deep', name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    expect(await caseFiles(folder)).toContain(path);
    return runFile(path);
  }

  const one = {
    id: 'x',
    technique: 'linear_symmetric',
    params: { bits: 4, range: 'full' },
    input: { shape: [2], data: [1, -1] },
    expected: { codes: [7, -8] },
    tolerance: {},
  };
  const file = (...cases: unknown[]): unknown => ({ schemaVersion: 1, defaultTolerance: {}, cases });

  it('passes a right case and fails a wrong one with got and want', async () => {
    expect(await statusOf('a.json', file(one))).toEqual([{ id: 'x', technique: 'linear_symmetric', status: 'passed' }]);
    const [wrong] = await statusOf('b.json', file({ ...one, expected: { codes: [8, -8] } }));
    expect(wrong).toMatchObject({ status: 'failed', detail: 'codes[0]: got 7, want 8' });
  });

  it.each([
    ['an unknown technique', { technique: 'magic' }, 'magic'],
    ['an unknown parameter', { params: { bits: 4, range: 'full', dither: true } }, 'dither'],
    ['an unknown value', { params: { bits: 4, range: 'half' } }, 'half'],
  ])('skips %s by name', async (_what, change, name) => {
    const [result] = await statusOf('c.json', file({ ...one, ...change }));
    expect(result?.status).toBe('skipped');
    expect(result?.detail).toContain(name);
  });

  it('fails a file that is not JSON and passes over a file of something else', async () => {
    expect(await statusOf('d.json', '{"cases": [')).toMatchObject([{ status: 'failed' }]);
    expect(await statusOf('e.json', { anything: 1 })).toEqual([]);
    expect(await statusOf('f.json', [1, 2, 3])).toEqual([]);
  });
});
