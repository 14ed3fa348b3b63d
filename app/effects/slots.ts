import type { AppState, Slot } from '../store/state';
import { EMPTY_SLOT, IDLE_SWEEP, store } from '../store/store';

export type SlotKind = 'layerReports' | 'networkReports' | 'scores';
type IdOf<K extends SlotKind> = keyof AppState[K] & string;
type ValueOf<K extends SlotKind> = AppState[K][IdOf<K>] extends Slot<infer T> ? T : never;

/** Changes members of one slot; the other slots keep their identity. */
export function setSlot<K extends SlotKind>(kind: K, id: IdOf<K>, change: Partial<Slot<ValueOf<K>>>): void {
  store.setState((state) => {
    const slots = state[kind] as Readonly<Record<string, Slot<unknown>>>;
    return { [kind]: { ...slots, [id]: { ...(slots[id] ?? EMPTY_SLOT), ...change } } };
  });
}

/** A new model: nothing that was measured on the old one may stay on screen. */
export function emptySlots(): void {
  store.setState({
    layerReports: { a: EMPTY_SLOT, b: EMPTY_SLOT },
    networkReports: { a: EMPTY_SLOT, b: EMPTY_SLOT },
    scores: { float: EMPTY_SLOT, a: EMPTY_SLOT, b: EMPTY_SLOT },
    sweep: IDLE_SWEEP,
  });
}
