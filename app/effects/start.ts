import type { AppState } from '../store/state';
import { EMBED } from '../store/embed';
import { firstLook } from '../store/first-look';
import { guideOf } from '../store/guided';
import { store } from '../store/store';
import { pageState, showPageState } from './busy';
import { showPrecomputed } from './precomputed';
import { followAddress } from './url';

/**
 * Starts everything that happens outside React: the address, the workers, the model, and the jobs that settings ask for. The
 * page is painted without waiting for the code that drives the workers.
 */
export function startApp(): void {
  const jobs = import('./jobs');
  followAddress();
  void showPrecomputed();
  const mark = (state: AppState): void => showPageState(document, pageState(state));
  mark(store.getState());
  store.subscribe(mark);
  const isGuided = guideOf(store.getState()) !== null;
  Promise.all([jobs, firstLook(isGuided ? ['screen', 'dock'] : ['screen'])]).then(
    ([{ startJobs }]) => startJobs(),
    () => store.setState({ model: { status: 'failed', problem: INCOMPLETE } }),
  );
  if (import.meta.env.PROD && EMBED === null && 'serviceWorker' in navigator)
    setTimeout(keepForOffline, OFFLINE_AFTER_MS);
}

/** By then the page has what it needs for its first results, and the copies for later do not stand in their way. */
const OFFLINE_AFTER_MS = 4000;

function keepForOffline(): void {
  void import('./offline').then(
    (module) => module.keepForOffline(),
    () => undefined,
  );
}

const INCOMPLETE = {
  title: 'The page is incomplete',
  cause: 'A part of the program could not be fetched.',
  next: 'Check the connection and load the page again.',
};
