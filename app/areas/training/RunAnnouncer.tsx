import { count, percent } from '../../controls/format';
import type { Run } from './runs';
import { RUN_NAMES } from './settings';
import { useTraining } from './store';

/** Tells screen readers how far a run is, every tenth of it, and how it ended. */
export function RunAnnouncer() {
  const text = useTraining(({ queue, runs }) => {
    const latest = queue[0] ?? lastEnded(runs);
    const run = latest === null ? null : runs[latest];
    return run === null ? '' : announcement(run);
  });
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  );
}

function lastEnded(runs: Readonly<Record<'a' | 'b' | 'float', Run | null>>): 'a' | 'b' | 'float' | null {
  return (['b', 'a', 'float'] as const).find((id) => runs[id] !== null) ?? null;
}

function announcement({ id, status, step, steps, points, problem }: Run): string {
  const name = `Training of ${RUN_NAMES[id]}`;
  const last = points.at(-1);
  const accuracy = last === undefined ? '' : `, ${percent(last.correct / last.images)} percent right`;
  if (problem !== null) return `${name}: ${problem.title}. ${problem.cause}`;
  if (status === 'finished') return `${name} finished${accuracy}.`;
  if (status === 'stopped') return `${name} stopped after ${count(step)} steps${accuracy}.`;
  if (status === 'paused') return `${name} paused.`;
  if (steps === 0) return `${name} begins.`;
  return `${name}: ${Math.floor((10 * step) / steps) * 10} percent done${accuracy}.`;
}
