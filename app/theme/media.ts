import { type RefCallback, useCallback, useState, useSyncExternalStore } from 'react';

/** Whether a media query holds now; the component renders again when that changes. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => {
        list.removeEventListener('change', listener);
      };
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** Whether the element that gets the ref is narrower than so many CSS pixels; known before the first paint. */
export function useNarrower(width: number): readonly [boolean, RefCallback<HTMLElement>] {
  const [isNarrower, set] = useState(false);
  const ref = useCallback(
    (element: HTMLElement) => {
      const measure = () => set(element.clientWidth < width);
      measure();
      const observer = new ResizeObserver(measure);
      observer.observe(element);
      return () => observer.disconnect();
    },
    [width],
  ) as RefCallback<HTMLElement>;
  return [isNarrower, ref];
}

/** Windows that get the phone layout. */
export const NARROW = '(max-width: 719px)';
