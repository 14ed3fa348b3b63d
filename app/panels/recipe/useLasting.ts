import { useEffect, useState } from 'react';

/** Shorter than this, a state is a flicker and not news. */
const PATIENCE_MS = 300;

/** True once a condition has held for a third of a second; false as soon as it ends. */
export function useLasting(holds: boolean): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!holds) return undefined;
    const timer = setTimeout(() => setLasts(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [holds]);
  return holds && lasts;
}
