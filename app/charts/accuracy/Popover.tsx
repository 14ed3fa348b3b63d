import { type ReactNode, useEffectEvent, useLayoutEffect, useRef } from 'react';
import css from './Popover.module.css';

interface PopoverProps {
  readonly label: string;
  /** What it belongs to: it opens below this, or above where there is no room. */
  readonly anchor: Element;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const GAP = 8;
const FOCUSABLE = 'input:not(:disabled), button:not(:disabled)';

/**
 * A small non-modal dialog above everything, open while it is mounted. Escape and a press outside close it; it follows
 * its anchor when the page scrolls, since focusing the anchor scrolls too, and the browser tells of that late.
 */
export function Popover({ label, anchor, onClose, children }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  const closed = useEffectEvent(onClose);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const toggled = (event: Event) => {
      if ((event as ToggleEvent).newState === 'closed') closed();
    };
    const scrolled = (event: Event) => {
      if (!element.contains(event.target as Node)) place(element, anchor);
    };
    element.showPopover();
    place(element, anchor);
    element.querySelector<HTMLElement>(FOCUSABLE)?.focus({ preventScroll: true });
    element.addEventListener('toggle', toggled);
    document.addEventListener('scroll', scrolled, true);
    return () => {
      element.removeEventListener('toggle', toggled);
      document.removeEventListener('scroll', scrolled, true);
      if (element.matches(':popover-open')) element.hidePopover();
    };
  }, [anchor]);

  return (
    <div ref={box} popover="auto" role="dialog" aria-label={label} className={css.popover}>
      {children}
    </div>
  );
}

/** Closes the popover around an element; the focus goes back to where it was. */
export function closePopover(inside: Element): void {
  inside.closest<HTMLElement>('[popover]')?.hidePopover();
}

function place(element: HTMLElement, anchor: Element): void {
  const { width, height } = element.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const left = at.left + at.width / 2 - width / 2;
  const below = at.bottom + GAP;
  const fits = below + height <= clientHeight - GAP;
  element.style.left = `${Math.max(GAP, Math.min(left, clientWidth - width - GAP))}px`;
  element.style.top = `${Math.max(GAP, fits ? below : Math.min(at.top - GAP - height, clientHeight - height - GAP))}px`;
}
