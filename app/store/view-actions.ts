import type { AreaId } from '../../src/experiment/screens/registry';
import { endGesture } from './history';
import type { ViewState } from './state';
import { store } from './store';

/** How many toasts are kept; the oldest go first. */
const MAX_TOASTS = 3;

/** Opens a screen; what the others hold stays. */
export function setArea(area: AreaId): void {
  endGesture();
  setView({ area });
}

export function selectLayer(layer: string): void {
  setView({ layer });
}

export function setShow(show: ViewState['show']): void {
  setView({ show });
}

export function setTheme(theme: ViewState['theme']): void {
  setView({ theme });
}

/** Opens a dialog, which closes any other; `term` is the entry to show first in the glossary. */
export function openDialog(dialog: ViewState['dialog'], term?: string): void {
  setView({ dialog, glossaryTerm: term ?? null });
}

export function closeDialog(): void {
  setView({ dialog: 'none', glossaryTerm: null });
}

/** Shows a passing message, with an Undo button when `undo` is true. */
export function toast(text: string, undo = false): void {
  const { toasts } = store.getState();
  const id = (toasts.at(-1)?.id ?? 0) + 1;
  store.setState({ toasts: [...toasts, { id, text, undo }].slice(-MAX_TOASTS) });
}

export function dismissToast(id: number): void {
  store.setState(({ toasts }) => ({ toasts: toasts.filter((t) => t.id !== id) }));
}

export function dismissNotice(): void {
  store.setState({ notice: null });
}

function setView(change: Partial<ViewState>): void {
  store.setState(({ view }) => ({ view: { ...view, ...change } }));
}
