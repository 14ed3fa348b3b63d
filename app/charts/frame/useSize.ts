import { type RefCallback, useCallback, useState } from 'react';

/** Inner size of an element in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of the element that gets the ref, measured before the first paint and kept up to date. */
export function useSize(): readonly [Size | null, RefCallback<HTMLElement>] {
  const [size, setSize] = useState<Size | null>(null);
  const ref = useCallback((element: HTMLElement) => {
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((now) => (now?.width === width && now.height === height ? now : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []) as RefCallback<HTMLElement>;
  return [size, ref];
}
