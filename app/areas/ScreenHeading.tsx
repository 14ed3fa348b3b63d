import { useEffect, useRef } from 'react';
import type { AreaId } from '../../src/experiment/screens/registry';
import { looked } from '../store/first-look';

/** The screen that was shown last: the heading of another one takes the focus, that of the first does not. */
let shown: AreaId | null = null;

interface ScreenHeadingProps {
  readonly area: AreaId;
  readonly children: string;
  readonly className?: string | undefined;
}

/** The heading of a screen. Arriving from another screen moves the focus and the page's top to it. */
export function ScreenHeading({ area, children, className }: ScreenHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (shown !== null && shown !== area) {
      scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    shown = area;
    // The Lab stands for nothing before its first panel does.
    if (area !== 'lab') looked('screen');
  }, [area]);
  return (
    <h2 ref={heading} id="screen" tabIndex={-1} className={className}>
      {children}
    </h2>
  );
}
