import { defaultExperiment } from '../../src/experiment/defaults';
import type { LinkState } from '../../src/experiment/link';
import { adopt } from '../store/adopt';
import type { AppState } from '../store/state';
import { store } from '../store/store';
import { loadOwn, saveOwn } from './keeping';

/** The student's own state from before the course, as long as the page; a reload keeps all but the history. */
let own: (Pick<AppState, 'past' | 'future'> & { readonly link: LinkState }) | null = null;

/** Keeps the student's own experiment while steps set theirs. */
export function putAside({ experiment, past, future, view }: AppState): void {
  const link: LinkState = {
    experiment,
    view: {
      area: view.area === 'course' ? 'lab' : view.area,
      show: view.show,
      ...(view.layer === null ? {} : { layer: view.layer }),
    },
  };
  own = { past, future, link };
  saveOwn(link);
}

/** Brings the student's own experiment back. */
export function bringBack(): void {
  adopt(own?.link ?? loadOwn() ?? { experiment: defaultExperiment() });
  if (own !== null) store.setState({ past: own.past, future: own.future });
  own = null;
  saveOwn(null);
}
