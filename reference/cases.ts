import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binaryMethodAdapters } from './adapters/binary-methods';
import { blockAdapters } from './adapters/blocks';
import { clippingAdapters } from './adapters/clipping';
import { codebookAdapters } from './adapters/codebook';
import { floatAdapters } from './adapters/floats';
import { integerAdapters } from './adapters/integer';
import { lawAdapters } from './adapters/laws';
import { linearAdapters } from './adapters/linear';
import { mixedPrecisionAdapters } from './adapters/mixed-precision';
import { rescalingAdapters } from './adapters/rescaling';
import { roundingAdapters } from './adapters/rounding';
import { roundingMethodAdapters } from './adapters/rounding-methods';
import { signedLevelAdapters } from './adapters/signed-levels';
import { trainingAdapters } from './adapters/training';
import { type BoundOf, firstDifference, formatBounds, uniformBounds } from './compare';
import { type CaseResult, NotImplemented, type Outcome, type ReferenceCase } from './result';

/** Technique of the case files to the code that computes it. */
const adapters: Readonly<Record<string, (one: ReferenceCase) => Outcome>> = {
  ...linearAdapters,
  ...codebookAdapters,
  ...clippingAdapters,
  ...roundingAdapters,
  ...rescalingAdapters,
  ...blockAdapters,
  ...floatAdapters,
  ...integerAdapters,
  ...signedLevelAdapters,
  ...lawAdapters,
  ...mixedPrecisionAdapters,
  ...roundingMethodAdapters,
  ...binaryMethodAdapters,
  ...trainingAdapters,
};

interface CaseFile {
  readonly cases: readonly ReferenceCase[];
  readonly boundOf: (one: ReferenceCase) => BoundOf;
}

const NEEDED_FOR_MODEL = ['model.json', 'weights.bin', 'card.json', 'accuracy.json'];

/** Folders below `folder` (itself included) that hold a model case. */
export async function modelFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => e.name);
  const own = NEEDED_FOR_MODEL.every((name) => files.includes(name)) ? [folder] : [];
  const nested = await Promise.all(
    entries.filter((e) => e.isDirectory()).map((e) => modelFolders(join(folder, e.name))),
  );
  return [...own, ...nested.flat()];
}

/** JSON files below `folder` that may hold cases, model folders left out. */
export async function caseFiles(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (NEEDED_FOR_MODEL.every((name) => entries.some((e) => e.name === name))) return [];
  const nested = await Promise.all(
    entries.map((e) => {
      const path = join(folder, e.name);
      if (e.isDirectory()) return caseFiles(path);
      return Promise.resolve(e.isFile() && e.name.endsWith('.json') ? [path] : []);
    }),
  );
  return nested.flat();
}

/** Runs every case of a file; a file of something else gives none, one that is not JSON fails. */
export async function runFile(path: string): Promise<CaseResult[]> {
  const text = await readFile(path, 'utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return [{ id: path, technique: 'case file', status: 'failed', detail: String(error) }];
  }
  const file = toCaseFile(parsed);
  return file === null ? [] : file.cases.map((one) => runCase(one, file.boundOf(one)));
}

function isCaseList(value: unknown): value is ReferenceCase[] {
  const isCase = (one: unknown): boolean =>
    typeof one === 'object' && one !== null && 'technique' in one && 'expected' in one;
  return Array.isArray(value) && value.every(isCase);
}

/** Formats files are tables with a default tolerance, training files are bare lists. */
function toCaseFile(parsed: unknown): CaseFile | null {
  if (isCaseList(parsed)) return { cases: parsed, boundOf: (one) => uniformBounds(one.tolerance) };
  if (typeof parsed !== 'object' || parsed === null || !('cases' in parsed)) return null;
  const { cases, defaultTolerance } = parsed as { cases: unknown; defaultTolerance?: Record<string, unknown> };
  if (!isCaseList(cases)) return null;
  return {
    cases,
    boundOf: (one) => formatBounds(defaultTolerance ?? {}, (one.tolerance ?? {}) as Record<string, unknown>),
  };
}

function runCase(one: ReferenceCase, boundOf: BoundOf): CaseResult {
  const { id, technique, expected } = one;
  const adapter = Object.hasOwn(adapters, technique) ? adapters[technique] : undefined;
  if (adapter === undefined) return { id, technique, status: 'skipped', detail: technique };
  try {
    const difference = firstDifference(adapter(one), expected, boundOf);
    return difference === null
      ? { id, technique, status: 'passed' }
      : { id, technique, status: 'failed', detail: difference };
  } catch (error) {
    if (error instanceof NotImplemented) return { id, technique, status: 'skipped', detail: error.message };
    return {
      id,
      technique,
      status: 'failed',
      detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  }
}
