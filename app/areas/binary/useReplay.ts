import { useEffect, useState } from 'react';

/** Steps of a replay, and the time each stays. */
const PARTS = 40;
const PART_MS = 60;

/** How many of `total` draws are shown: all, or ever more after `replay`; a reader who wants less motion sees the end. */
export function useReplay(total: number): readonly [shown: number, replay: () => void] {
  const [part, setPart] = useState(PARTS);
  useEffect(() => {
    if (part >= PARTS) return undefined;
    const timer = setTimeout(() => setPart(part + 1), PART_MS);
    return () => clearTimeout(timer);
  }, [part]);
  const replay = () => setPart(matchMedia('(prefers-reduced-motion: reduce)').matches ? PARTS : 0);
  return [Math.round((total * part) / PARTS), replay];
}
