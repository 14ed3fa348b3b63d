import { defaultExperiment } from '../../src/experiment/defaults';
import type { LinkState } from '../../src/experiment/link';
import { adopt, stateBefore } from '../store/adopt';
import type { AppState } from '../store/state';
import { store } from '../store/store';
import { loadOwn, saveOwn } from './keeping';
import { guideOf } from '../store/guided';

/** The reader's own state from before the course or an assignment, as long as the page; a reload keeps all but the history. */
let own: (Pick<AppState, 'past' | 'future'> & { readonly link: LinkState }) | null = null;

/** Keeps the reader's own experiment while a step, an assignment or an answer sets others. */
function putAside({ experiment, past, future, view }: AppState): void {
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

/** From the first guide on: what was on screen before one is put aside. A guide that follows another leaves that alone. */
function watch(): void {
  const begun = stateBefore();
  const isGuided = (state: AppState): boolean => guideOf(state) !== null;
  if (isGuided(store.getState()) && begun !== null && !isGuided(begun)) putAside(begun);
  store.subscribe((state, before) => {
    if (isGuided(state) && !isGuided(before)) putAside(before);
  });
}

watch();

/** Brings the reader's own experiment back. */
export function bringBack(): void {
  adopt(own?.link ?? loadOwn() ?? { experiment: defaultExperiment() });
  if (own !== null) store.setState({ past: own.past, future: own.future });
  own = null;
  saveOwn(null);
}
