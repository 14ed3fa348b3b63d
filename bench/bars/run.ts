/** `npm run bars [-- ID …]`: what the steps of the course ask for, measured on the shipped networks in Node. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Bars } from '../../src/course/bars';
import { Lab } from '../lab';
import type { Attempt, BarSource, Values } from './measure';
import { MADE_BARS } from './made';
import { POLICY_BARS } from './policies';
import { WEIGHT_BARS } from './weights';

const FILE = new URL('../../src/course/bars.json', import.meta.url);
const SOURCES: Readonly<Record<string, BarSource>> = { ...WEIGHT_BARS, ...MADE_BARS, ...POLICY_BARS };
const DIGITS = 5;

const labs = new Map<string, Promise<Lab>>();

function labOf(model: string): Promise<Lab> {
  const lab = labs.get(model) ?? Lab.open(model);
  labs.set(model, lab);
  return lab;
}

const written = (value: number): number => Number(value.toPrecision(DIGITS));

async function measured({ model, images, bars, solution, naive }: BarSource): Promise<Bars> {
  const lab = await labOf(model);
  const of = (attempt: Attempt): Promise<Values> => attempt.measure(lab);
  const [good, bad] = [await of(solution), await of(naive)];
  return {
    model,
    images,
    solution: solution.words,
    naive: naive.words,
    bars: bars.map((bar) => ({
      ...bar,
      solution: written(good[bar.quantity]?.value ?? NaN),
      naive: written(bad[bar.quantity]?.value ?? NaN),
      solutionError: written(good[bar.quantity]?.se ?? 0),
      naiveError: written(bad[bar.quantity]?.se ?? 0),
    })),
  };
}

const known = JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<string, Bars>>;
const asked = process.argv.slice(2);
const results: Record<string, Bars> = {};
for (const [id, source] of Object.entries(SOURCES)) {
  if (asked.length > 0 && !asked.includes(id)) {
    const kept = known[id];
    if (kept !== undefined) results[id] = kept;
    continue;
  }
  const start = performance.now();
  const found = await measured(source);
  results[id] = found;
  console.log(`${id} (${((performance.now() - start) / 1000).toFixed(1)} s): ${found.solution}; ${found.naive}`);
  for (const bar of found.bars)
    console.log(
      `  ${bar.quantity} ${bar.is} ${bar.bar}: ${bar.solution} ± ${bar.solutionError}, naive ${bar.naive} ± ${bar.naiveError}`,
    );
}
writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
