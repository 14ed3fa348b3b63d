/** `npm test`: every check in turn, all of them even after a failure, then one line with the number of cases. */
import { spawn } from 'node:child_process';
import { tally, type Summary, type Tally } from './tally';

interface Step {
  readonly script: string;
  readonly title: string;
  readonly summary: Summary | null;
  /** Title of a step without which this one says nothing. */
  readonly needs?: string;
}

const steps: readonly Step[] = [
  { script: 'typecheck', title: 'types', summary: null },
  { script: 'lint', title: 'lint', summary: null },
  { script: 'boundaries', title: 'import rules', summary: null },
  { script: 'unused', title: 'dead code', summary: null },
  { script: 'format', title: 'format', summary: null },
  { script: 'test:unit', title: 'unit tests', summary: 'unit' },
  { script: 'reference', title: 'reference cases', summary: 'reference' },
  { script: 'build', title: 'release build', summary: null },
  { script: 'size', title: 'size budget', summary: null, needs: 'release build' },
  { script: 'e2e', title: 'browser journeys', summary: 'journeys', needs: 'release build' },
];

interface Outcome extends Tally {
  readonly title: string;
  readonly seconds: number;
}

/** Runs an npm script, shows what it prints, and keeps it. */
function run(script: string): Promise<{ output: string; succeeded: boolean }> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], {
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    let output = '';
    const keep = (target: NodeJS.WriteStream) => (chunk: Buffer) => {
      output += chunk.toString();
      target.write(chunk);
    };
    child.stdout.on('data', keep(process.stdout));
    child.stderr.on('data', keep(process.stderr));
    child.on('error', (error) => resolve({ output: error.message, succeeded: false }));
    child.on('close', (code) => resolve({ output, succeeded: code === 0 }));
  });
}

async function check(step: Step, before: readonly Outcome[]): Promise<Outcome> {
  const blocked = before.some((outcome) => outcome.title === step.needs && outcome.failed > 0);
  if (blocked) return { title: step.title, seconds: 0, passed: 0, failed: 1, skipped: 0 };
  console.log(`\n== ${step.title} (npm run ${step.script})`);
  const start = performance.now();
  const { output, succeeded } = await run(step.script);
  const seconds = (performance.now() - start) / 1000;
  return { title: step.title, seconds, ...tally(output, step.summary, succeeded) };
}

const outcomes: Outcome[] = [];
for (const step of steps) outcomes.push(await check(step, outcomes));

console.log('');
for (const { title, seconds, passed, failed } of outcomes) {
  console.log(
    `${failed === 0 ? 'ok  ' : 'FAIL'} ${title.padEnd(18)} ${seconds.toFixed(0).padStart(4)} s ${passed} passed, ${failed} failed`,
  );
}
const sum = (key: keyof Tally) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
