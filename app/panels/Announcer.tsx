import { percent } from '../controls/format';
import type { Score, Slot } from '../store/state';
import { useStore } from '../store/store';

/** Tells screen readers the two accuracies, once both belong to the settings on screen. */
export function Announcer() {
  const text = useStore(({ scores: { a, b } }) => [say('A', a), say('B', b)].filter(Boolean).join(', '));
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  );
}

function say(name: string, { status, value }: Slot<Score>): string | null {
  return status === 'ready' && value !== null ? `${name} ${percent(value.correct / value.n)} percent` : null;
}
