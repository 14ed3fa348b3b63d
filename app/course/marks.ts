import { useEffect } from 'react';
import type { Target } from '../../src/course/step';

const MARK = 'data-lesson-mark';
/** Panels come and go with the screen, the layer and the results: they are looked up again this often. */
const EVERY_MS = 300;

/** The element of the screen that a step points at; null while it is not on the page. */
function find({ kind, name }: Target): Element | null {
  const screen = document.getElementById('stage');
  if (screen === null) return null;
  if (kind === 'control') {
    const labelled = screen.querySelector(`[aria-label="${CSS.escape(name)}"]`);
    return labelled ?? [...screen.querySelectorAll('button')].find(({ textContent }) => textContent === name) ?? null;
  }
  const heading = [...screen.querySelectorAll('section h2, section h3')].find(
    ({ textContent }) => textContent === name,
  );
  return heading?.closest('section') ?? null;
}

/** Puts the numbers 1, 2, 3 on the controls and panels that the texts speak of. */
export function useMarks(targets: readonly Target[]): void {
  useEffect(() => {
    const show = (): void => {
      const found = targets.map(find);
      for (const old of document.querySelectorAll(`[${MARK}]`)) if (!found.includes(old)) old.removeAttribute(MARK);
      found.forEach((element, at) => {
        const number = String(at + 1);
        if (element !== null && element.getAttribute(MARK) !== number) element.setAttribute(MARK, number);
      });
    };
    show();
    const timer = setInterval(show, EVERY_MS);
    return () => {
      clearInterval(timer);
      for (const old of document.querySelectorAll(`[${MARK}]`)) old.removeAttribute(MARK);
    };
  }, [targets]);
}

/** Brings a marked part into view and, where it can, the focus to it. */
export function goTo(target: Target | undefined): void {
  const element = target === undefined ? null : find(target);
  if (element === null) return;
  element.scrollIntoView({ block: 'center' });
  const control = element.querySelector<HTMLElement>('[tabindex="0"], button, input, select');
  control?.focus({ preventScroll: true });
}

/** Panels that show the result which is to be predicted; recipes mark theirs themselves. */
const SPOILING: readonly Target[] = [{ kind: 'panel', name: 'Accuracy' }];

/** Hides the results on screen while they are to be predicted. */
export function useVeil(isVeiled: boolean): void {
  useEffect(() => {
    if (!isVeiled) return undefined;
    const root = document.documentElement;
    const hide = (): void => {
      for (const target of SPOILING) find(target)?.setAttribute('data-spoils', '');
    };
    hide();
    const timer = setInterval(hide, EVERY_MS);
    root.setAttribute('data-veiled', '');
    return () => {
      clearInterval(timer);
      root.removeAttribute('data-veiled');
    };
  }, [isVeiled]);
}
