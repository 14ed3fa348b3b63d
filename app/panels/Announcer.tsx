import type { Task } from '../../src/tasks/task';
import type { Score, Slot } from '../store/state';
import { useStore } from '../store/store';
import { currentTask } from '../store/test-items';

/** Tells screen readers the two results, once both belong to the settings on screen. */
export function Announcer() {
  const text = useStore((state) => {
    const { a, b } = state.scores;
    const task = currentTask(state);
    return [say('A', a, task), say('B', b, task)].filter(Boolean).join(', ');
  });
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  );
}

function say(name: string, { status, value }: Slot<Score>, { format, spokenUnit }: Task): string | null {
  return status === 'ready' && value !== null ? `${name} ${format(value.value)} ${spokenUnit}` : null;
}
