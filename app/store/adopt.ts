import type { LinkState } from '../../src/experiment/link';
import { HOME } from '../../src/experiment/screens/registry';
import { store } from './store';

/** Opens a whole state as a link does: nothing from before can be undone. What the link leaves out of the view stays. */
export function adopt({ experiment, view, digest }: LinkState): void {
  store.setState((state) => ({
    experiment,
    past: [],
    future: [],
    gestureFrom: null,
    view: { ...state.view, area: HOME, lesson: null, ...view },
    linkDigest: digest ?? null,
    notice: null,
  }));
}
