/**
 * `npm run lighthouse [-- SCREEN ...]`: audits every screen of the release build in `dist` as on a desktop, and fails below
 * the bars. Lighthouse itself, with some 200 packages, is fetched by npx when it is first asked for and is no dependency.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { preview } from 'vite';
import { stepLink } from '../e2e/support/course';
import { encodeLink } from '../src/experiment/codec';
import { defaultExperiment } from '../src/experiment/defaults';
import { AREA_IDS } from '../src/experiment/screens/registry';
import { browserPath } from './browser';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const PORT = 4196;
/** Least scores of 100. */
const BARS = { performance: 95, accessibility: 100, 'best-practices': 100 } as const;
type Category = keyof typeof BARS;
const CATEGORIES = Object.keys(BARS) as readonly Category[];

/** What is read of a report. */
interface Report {
  readonly categories: Readonly<
    Record<Category, { readonly score: number | null; readonly auditRefs: readonly Ref[] }>
  >;
  readonly audits: Readonly<Record<string, Audit | undefined>>;
}
interface Ref {
  readonly id: string;
  readonly weight: number;
}
interface Audit {
  readonly score: number | null;
  readonly title: string;
  readonly displayValue?: string;
}

const screens: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    AREA_IDS.map((area) => [area, encodeLink({ experiment: defaultExperiment(), view: { area } })]),
  ),
  welcome: stepLink('welcome'),
};

const run = promisify(execFile);

async function audit(fragment: string, folder: string): Promise<Report> {
  const file = join(folder, 'report.json');
  const flags = ['--preset=desktop', '--quiet', '--output=json', `--output-path=${file}`];
  const only = `--only-categories=${CATEGORIES.join(',')}`;
  const chrome = '--chrome-flags=--headless=new --no-sandbox --disable-gpu';
  const address = `http://127.0.0.1:${PORT}/${fragment}`;
  await run('npx', ['--yes', LIGHTHOUSE, address, ...flags, only, chrome], {
    env: { ...process.env, CHROME_PATH: browserPath() },
    maxBuffer: 1 << 26,
  });
  return JSON.parse(await readFile(file, 'utf8')) as Report;
}

const points = (report: Report, category: Category): number =>
  Math.round(100 * (report.categories[category].score ?? 0));

/** What keeps a category from its bar, the heaviest first. */
function faults(report: Report, category: Category): readonly string[] {
  return [...report.categories[category].auditRefs]
    .sort((x, y) => y.weight - x.weight)
    .flatMap(({ id, weight }) => {
      const found = report.audits[id];
      if (found === undefined || weight === 0 || found.score === null || found.score >= 0.9) return [];
      return [`${id}: ${found.title} ${found.displayValue ?? ''}`.trim()];
    });
}

const asked = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'lighthouse-'));
const server = await preview({ preview: { port: PORT, strictPort: true, host: '127.0.0.1' } });
console.log(`${'screen'.padEnd(14)}${CATEGORIES.map((name) => name.padStart(16)).join('')}`);
for (const [name, fragment] of Object.entries(screens)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const report = await audit(fragment, folder);
  console.log(
    `${name.padEnd(14)}${CATEGORIES.map((category) => String(points(report, category)).padStart(16)).join('')}`,
  );
  for (const category of CATEGORIES) {
    if (points(report, category) >= BARS[category]) continue;
    process.exitCode = 1;
    for (const fault of faults(report, category)) console.log(`  ${fault}`);
  }
}
await server.close();
await rm(folder, { recursive: true });
