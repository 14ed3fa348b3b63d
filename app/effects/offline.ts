import { Workbox } from 'workbox-window';
import { store } from '../store/store';

const SCRIPT = './sw.js';
const ON_DEMAND = /\/(?:models|data)\//;

/**
 * Registers the service worker, which keeps the page for the time without a network. A new version waits until the reader
 * takes it: what runs in this tab goes on with the code that it began with.
 */
export async function keepForOffline(): Promise<void> {
  const worker = new Workbox(SCRIPT, { scope: './' });
  worker.addEventListener('waiting', () => {
    store.setState({
      update: () => {
        worker.addEventListener('controlling', () => location.reload());
        worker.messageSkipWaiting();
      },
    });
  });
  worker.addEventListener('controlling', ({ isUpdate }) => {
    if (isUpdate !== true) void keepWhatIsOpen();
  });
  // Refused in a private window, or on a host without TLS: the page works as before, with a network.
  await worker.register().catch(() => undefined);
}

/** The model and the images of the first visit came before the worker could keep them: it is shown them once more. */
async function keepWhatIsOpen(): Promise<void> {
  const names = performance.getEntriesByType('resource').map(({ name }) => name);
  const open = [...new Set(names)].filter((name) => ON_DEMAND.test(new URL(name).pathname));
  await Promise.allSettled(open.map((name) => fetch(name)));
}
