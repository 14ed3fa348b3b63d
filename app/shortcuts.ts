import { useEffect } from 'react';
import { areaAfter } from '../src/experiment/screens/registry';
import { copyAToB, openDialog, redo, setArea, setShow, swapSides, undo } from './store/actions';
import { isHidden } from './store/guided';
import { store } from './store/store';

type Commands = Readonly<Record<string, () => void>>;

/** Where A and B are on screen. */
const COMPARING: Commands = {
  '1': () => setShow('a'),
  '2': () => setShow('both'),
  '3': () => setShow('b'),
  s: swapSides,
  c: copyAToB,
};

const PLAIN: Commands = {
  ',': () => turn(-1),
  '.': () => turn(1),
  u: undo,
  '?': () => openDialog('shortcuts'),
};

/** Opens the next or the previous screen of the top bar. */
function turn(places: number): void {
  const state = store.getState();
  const { area } = state.view;
  let next = areaAfter(area, places);
  while (next !== area && isHidden(state, next)) next = areaAfter(next, places);
  setArea(next);
}

/**
 * What a key press means; undefined when it means nothing here. `compares`: the screen shows A and B. Keys typed into a
 * control belong to the control.
 */
export function commandOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  compares = true,
): (() => void) | undefined {
  const key = event.key.toLowerCase();
  if (event.altKey) return undefined;
  const plain = compares ? { ...PLAIN, ...COMPARING } : PLAIN;
  if (!event.ctrlKey && !event.metaKey) return Object.hasOwn(plain, key) ? plain[key] : undefined;
  if (key === 'z') return event.shiftKey ? redo : undo;
  return key === 'y' ? redo : undefined;
}

/** Listens to the shortcuts of a screen while the component is mounted. */
export function useShortcuts(compares: boolean): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || store.getState().view.dialog !== 'none') return;
      const command = commandOf(event, compares);
      if (command === undefined) return;
      event.preventDefault();
      command();
    };
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('keydown', press);
    };
  }, [compares]);
}

/** Range sliders take arrows only, so letters still work there. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'range' && target.type !== 'checkbox';
  return target.isContentEditable || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}
