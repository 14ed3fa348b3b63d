import { type ComponentType, useEffect, useState } from 'react';
import { looked, painted } from '../store/first-look';

/** What the code of a panel is fetched with, and the name that its place bears until then. */
type FetchPanel = () => Promise<ComponentType>;

type Fetched = { readonly Panel: ComponentType } | { readonly error: unknown };

/** Resolves when the next panel may begin to be fetched: to ask for all files at once takes time too. */
let asking: Promise<unknown> = Promise.resolve();
/** Resolves when the panel that came last has been painted. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * A panel whose code is fetched when it is first shown, or before: `fetchPanel` may be under way already. Panels that appear
 * together are drawn one after the other, in their order, with a painted frame between, so that none of them blocks the page
 * for long and the first is seen early.
 */
export function later(name: string, fetchPanel: FetchPanel): ComponentType {
  let fetched: Fetched | null = null;
  let asked: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    const own = asking.then(fetchPanel).then(
      (Panel) => ({ Panel }),
      (error: unknown) => ({ error }),
    );
    asking = asking.then(painted);
    const before = turn;
    turn = Promise.all([own, before]).then(painted);
    await before;
    fetched = await own;
  };
  return function Later() {
    const [now, show] = useState(fetched);
    useEffect(() => {
      if (now !== null) return undefined;
      let isMounted = true;
      asked ??= ask();
      void asked.then(() => isMounted && show(fetched));
      return () => {
        isMounted = false;
      };
    }, [now]);
    useEffect(() => {
      if (now !== null) looked('screen');
    }, [now]);
    if (now === null) return <section className="card" aria-label={name} aria-busy />;
    // As a lazy component does: the boundary around the panel says what happened.
    if ('error' in now) throw now.error;
    return <now.Panel />;
  };
}
