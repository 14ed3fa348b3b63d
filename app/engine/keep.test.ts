import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as Keep from './keep';

/** A fresh module: it opens the store of the browser once. */
async function freshKeep(indexedDB: unknown): Promise<typeof Keep> {
  vi.resetModules();
  vi.stubGlobal('indexedDB', indexedDB);
  return import('./keep');
}

afterEach(() => vi.unstubAllGlobals());

/** A browser whose request to open the store ends in one way. */
function ending(end: 'onerror' | 'onblocked') {
  const request: Partial<Record<typeof end, () => void>> = {};
  setTimeout(() => request[end]?.());
  return { open: () => request };
}

describe('a browser that keeps nothing', () => {
  it.each([
    ['has no store', () => undefined],
    [
      'forbids it',
      () => ({
        open: () => {
          throw new DOMException('', 'SecurityError');
        },
      }),
    ],
    ['fails to open it', () => ending('onerror')],
    ['waits for another tab with an older version', () => ending('onblocked')],
  ])('fails nothing: it %s', async (_, browser) => {
    const { discard, keep, kept, keptKeys } = await freshKeep(browser());
    expect(await keep('models', 'a', 1)).toBe(false);
    expect(await kept('models', 'a')).toBeUndefined();
    expect(await keptKeys('files')).toEqual([]);
    await expect(discard('models', 'a')).resolves.toBeUndefined();
  });
});

/** A store of an older version, with what is on its shelves; opening it asks for the upgrade as a browser does. */
function browserWith(shelves: Map<string, Map<string, unknown>>) {
  const answer = <T>(result: T) => {
    const request: { result: T; onsuccess?: () => void } = { result };
    setTimeout(() => request.onsuccess?.());
    return request;
  };
  const database = {
    objectStoreNames: { contains: (name: string) => shelves.has(name) },
    createObjectStore: (name: string) => {
      if (shelves.has(name)) throw new DOMException('', 'ConstraintError');
      shelves.set(name, new Map());
    },
    transaction: (name: string) => ({
      objectStore: () => {
        const shelf = shelves.get(name);
        if (shelf === undefined) throw new DOMException('', 'NotFoundError');
        return {
          get: (key: string) => answer(shelf.get(key)),
          put: (value: unknown, key: string) => answer((shelf.set(key, value), key)),
          getAllKeys: () => answer([...shelf.keys()]),
        };
      },
    }),
  };
  return {
    open: () => {
      const request: { result: typeof database; onupgradeneeded?: () => void; onsuccess?: () => void } = {
        result: database,
      };
      setTimeout(() => {
        request.onupgradeneeded?.();
        request.onsuccess?.();
      });
      return request;
    },
  };
}

it('a store of the first version gets the shelves that it lacks, and keeps what it has', async () => {
  const first = new Map([
    ['weights', new Map([['old', 'set']])],
    ['runs', new Map<string, unknown>()],
  ]);
  const { keep, kept, keptKeys } = await freshKeep(browserWith(first));
  expect(await kept('weights', 'old')).toBe('set');
  expect(await keep('models', 'own-1', { form: 1 })).toBe(true);
  expect(await keptKeys('models')).toEqual(['own-1']);
  expect([...first.keys()]).toEqual(['weights', 'runs', 'models', 'files']);
});
