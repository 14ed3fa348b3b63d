import { store } from './store';

/** How many toasts are kept; the oldest go first. */
const MAX_TOASTS = 3;

/** Shows a passing message, with an Undo button when `undo` is true. */
export function toast(text: string, undo = false): void {
  const { toasts } = store.getState();
  const id = (toasts.at(-1)?.id ?? 0) + 1;
  store.setState({ toasts: [...toasts, { id, text, undo }].slice(-MAX_TOASTS) });
}

export function dismissToast(id: number): void {
  store.setState(({ toasts }) => ({ toasts: toasts.filter((t) => t.id !== id) }));
}
