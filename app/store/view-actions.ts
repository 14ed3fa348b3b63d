import type { AreaId } from '../../src/experiment/screens/registry';
import { isHidden } from './guided';
import { endGesture } from './history';
import type { ViewState } from './state';
import { store } from './store';

/** Opens a screen; what the others hold stays. One that the open assignment hides stays closed. */
export function setArea(area: AreaId): void {
  if (isHidden(store.getState(), area)) return;
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

export function dismissNotice(): void {
  store.setState({ notice: null });
}

function setView(change: Partial<ViewState>): void {
  store.setState(({ view }) => ({ view: { ...view, ...change } }));
}
