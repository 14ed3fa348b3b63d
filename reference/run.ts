/**
 * npm run reference -- [DIR ...]
 * Runs every reference case below the folders (default: the project's own copy) through the engine. Prints failing cases
 * with got and want, skipped techniques by name, then one line `N passed, N failed, N skipped`. Exits 1 on a failure.
 */
import { fileURLToPath } from 'node:url';
import { runModelFolder } from './adapters/model';
import { caseFiles, modelFolders, runFile } from './cases';
import type { CaseResult } from './result';

async function runFolder(folder: string): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const file of await caseFiles(folder)) results.push(...(await runFile(file)));
  for (const model of await modelFolders(folder)) results.push(...(await runModelFolder(model)));
  return results;
}

function namesOfSkipped(results: readonly CaseResult[]): string[] {
  const counts = new Map<string, number>();
  for (const { status, technique, detail } of results) {
    if (status !== 'skipped') continue;
    const name = detail ?? technique;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `skipped ${name}: ${String(count)}`);
}

async function main(): Promise<void> {
  const given = process.argv.slice(2).filter((argument) => argument !== '--');
  const folders = given.length > 0 ? given : [fileURLToPath(new URL('cases', import.meta.url))];
  const results = (await Promise.all(folders.map(runFolder))).flat();
  for (const { id, status, detail } of results) if (status === 'failed') console.log(`FAILED ${id}: ${detail ?? ''}`);
  for (const line of namesOfSkipped(results)) console.log(line);
  const count = (status: CaseResult['status']): string => String(results.filter((r) => r.status === status).length);
  console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  if (results.length === 0) console.error('No reference cases were found.');
  process.exitCode = results.some((r) => r.status === 'failed') || results.length === 0 ? 1 : 0;
}

await main();
