import { type ComponentType, useEffect, useState } from 'react';
import { looked, painted } from '../store/first-look';

type Fetched = { readonly Panel: ComponentType } | { readonly error: unknown };

/** Resolves when the next panel may begin to be fetched: to ask for all files at once takes time too. */
let asking = Promise.resolve();
/** Resolves when the panel that was drawn last has been painted. */
let turn = Promise.resolve();

/**
 * A panel whose code is fetched when it is first shown, and again after a failure when it is shown again. Panels that appear
 * together are drawn one after the other as their code comes, with a painted frame between, so that none of them blocks the
 * page for long and the first is seen early. `name` is what its place is called until then.
 */
export function later(name: string, fetchPanel: () => Promise<ComponentType>): ComponentType {
  let known: ComponentType | null = null;
  let asked: Promise<Fetched> | null = null;
  const ask = async (): Promise<Fetched> => {
    const begun = asking;
    asking = begun.then(painted);
    await begun;
    try {
      const Panel = await fetchPanel();
      const before = turn;
      turn = before.then(painted);
      await before;
      known = Panel;
      return { Panel };
    } catch (error) {
      asked = null;
      return { error };
    }
  };
  return function Later() {
    const [now, show] = useState<Fetched | null>(known && { Panel: known });
    useEffect(() => {
      if (now !== null) {
        looked('screen');
        return undefined;
      }
      let isMounted = true;
      asked ??= ask();
      void asked.then((fetched) => isMounted && show(fetched));
      return () => {
        isMounted = false;
      };
    }, [now]);
    if (now === null) return <section className="card" aria-label={name} aria-busy />;
    // As a lazy component does: the boundary around the panel says what happened.
    if ('error' in now) throw now.error;
    return <now.Panel />;
  };
}
