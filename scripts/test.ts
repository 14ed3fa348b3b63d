/** `npm test`: every check, all of them even after a failure, then one line with the number of cases. */
import { spawn } from 'node:child_process';
import { tally, type Summary, type Tally } from './tally';

interface Step {
  readonly script: string;
  readonly title: string;
  readonly summary: Summary | null;
  /** How many cores it keeps busy: two steps of one core run side by side. */
  readonly cores: 1 | 2;
  /** Title of a step without which this one says nothing. */
  readonly needs?: string;
}

/** In the order in which they are started. The kernels come first: most other steps would compile them too. */
const steps: readonly Step[] = [
  { script: 'kernels', title: 'kernels', summary: null, cores: 2 },
  { script: 'lint', title: 'lint', summary: null, cores: 2 },
  { script: 'typecheck', title: 'types', summary: null, cores: 2 },
  { script: 'reference', title: 'reference cases', summary: 'reference', cores: 1 },
  { script: 'build', title: 'release build', summary: null, cores: 1 },
  { script: 'size', title: 'size budget', summary: null, cores: 1, needs: 'release build' },
  { script: 'boundaries', title: 'import rules', summary: null, cores: 1 },
  { script: 'unused', title: 'dead code', summary: null, cores: 1 },
  { script: 'format', title: 'format', summary: null, cores: 1 },
  { script: 'test:unit', title: 'unit tests', summary: 'unit', cores: 2 },
  { script: 'e2e', title: 'browser journeys', summary: 'journeys', cores: 2, needs: 'release build' },
];

interface Outcome extends Tally {
  readonly title: string;
  readonly seconds: number;
}

/** Runs an npm script and keeps what it prints; shows it at once or, where another runs beside it, at the end. */
function run(script: string, live: boolean): Promise<{ output: string; succeeded: boolean }> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], {
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
      if (live) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ output: error.message, succeeded: false }));
    child.on('close', (code) => resolve({ output, succeeded: code === 0 }));
  });
}

const heading = ({ title, script }: Step): string => `\n== ${title} (npm run ${script})`;

async function check(step: Step): Promise<Outcome> {
  const live = step.cores === CORES;
  if (live) console.log(heading(step));
  const start = performance.now();
  const { output, succeeded } = await run(step.script, live);
  const seconds = (performance.now() - start) / 1000;
  if (!live) console.log(`${heading(step)}\n${output.trimEnd()}`);
  return { title: step.title, seconds, ...tally(output, step.summary, succeeded) };
}

const CORES = 2;

/** Starts the steps in their order, each as soon as its cores are free and the step that it needs has ended. */
async function checkAll(): Promise<readonly Outcome[]> {
  const outcomes = new Map<Step, Outcome>();
  const running = new Map<Step, Promise<void>>();
  const find = (title: string | undefined) => steps.find((step) => step.title === title);
  for (const step of steps) {
    const busy = () => [...running.keys()].reduce((sum, { cores }) => sum + cores, 0);
    const needed = find(step.needs);
    while (busy() + step.cores > CORES || (needed !== undefined && running.has(needed))) {
      await Promise.race(running.values());
    }
    if (needed !== undefined && (outcomes.get(needed)?.failed ?? 0) > 0) {
      outcomes.set(step, { title: step.title, seconds: 0, passed: 0, failed: 1, skipped: 0 });
      continue;
    }
    const work = check(step).then((outcome) => {
      outcomes.set(step, outcome);
      running.delete(step);
    });
    running.set(step, work);
  }
  await Promise.all(running.values());
  return steps.flatMap((step) => outcomes.get(step) ?? []);
}

const outcomes = await checkAll();

console.log('');
for (const { title, seconds, passed, failed } of outcomes) {
  console.log(
    `${failed === 0 ? 'ok  ' : 'FAIL'} ${title.padEnd(18)} ${seconds.toFixed(0).padStart(4)} s ${passed} passed, ${failed} failed`,
  );
}
const sum = (key: keyof Tally) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
