import { LOCKABLE_PARTS, type LockId } from '../experiment/assignment';
import { lockName } from '../experiment/lock-names';

/** Locked things in words; a side of which everything is locked in one: "network, all of A, bits of B". */
export function lockList(locked: readonly LockId[]): string {
  const whole = (['a', 'b'] as const).filter((side) =>
    LOCKABLE_PARTS.every((part) => locked.includes(`${side}.${part}`)),
  );
  const names = locked.filter((id) => !whole.some((side) => id.startsWith(`${side}.`))).map(lockName);
  return [...names, ...whole.map((side) => `all of ${side.toUpperCase()}`)].join(', ');
}
