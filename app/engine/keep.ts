/** What outlives the tab: a few large results in IndexedDB. Where the browser refuses it, nothing is kept and nothing fails. */
import { EMBED } from '../store/embed';

const DATABASE = 'quantization-playground';
/** 2 added `models` and `files`; a shelf that is missing is made when the browser opens the store. */
const VERSION = 2;

/**
 * `weights`: weight sets by what made them. `runs`: trainings under way. `models`: models that the user opened, by id, and
 * `files`: their bytes by SHA-256.
 */
export type Shelf = 'weights' | 'runs' | 'models' | 'files';
const SHELVES: readonly Shelf[] = ['weights', 'runs', 'models', 'files'];

let opening: Promise<IDBDatabase | null> | null = null;

function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    if (EMBED !== null) {
      resolve(null);
      return;
    }
    try {
      const request = indexedDB.open(DATABASE, VERSION);
      request.onupgradeneeded = () => {
        for (const shelf of SHELVES)
          if (!request.result.objectStoreNames.contains(shelf)) request.result.createObjectStore(shelf);
      };
      request.onsuccess = () => {
        // A newer version of the page in another tab waits for this one to let go.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opening;
}

async function ask<T>(
  shelf: Shelf,
  mode: IDBTransactionMode,
  request: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  const database = await open();
  if (database === null) return undefined;
  return new Promise((resolve) => {
    try {
      const asked = request(database.transaction(shelf, mode).objectStore(shelf));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
}

/** Undefined when there is nothing of that name. Whoever asks checks what it gets: another version may have written it. */
export function kept(shelf: Shelf, key: string): Promise<unknown> {
  return ask<unknown>(shelf, 'readonly', (store) => store.get(key) as IDBRequest<unknown>);
}

/** Resolves to whether the value is there now. */
export async function keep(shelf: Shelf, key: string, value: unknown): Promise<boolean> {
  return (await ask(shelf, 'readwrite', (store) => store.put(value, key))) !== undefined;
}

export async function discard(shelf: Shelf, key: string): Promise<void> {
  await ask(shelf, 'readwrite', (store) => store.delete(key));
}

export async function keptKeys(shelf: Shelf): Promise<readonly string[]> {
  const keys = await ask(shelf, 'readonly', (store) => store.getAllKeys());
  return (keys ?? []).filter((key) => typeof key === 'string');
}
