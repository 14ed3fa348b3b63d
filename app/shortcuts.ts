import { useEffect } from 'react';
import { copyAToB, openDialog, redo, setShow, swapSides, undo } from './store/actions';
import { store } from './store/store';

export interface Shortcut {
  /** Keys as shown to the reader. */
  readonly keys: readonly string[];
  readonly does: string;
}

/** Everything the keyboard does, in the groups of the shortcut sheet. */
export const SHORTCUTS: readonly { readonly group: string; readonly entries: readonly Shortcut[] }[] = [
  {
    group: 'Compare',
    entries: [
      { keys: ['1'], does: 'Charts show A only' },
      { keys: ['2'], does: 'Charts show both' },
      { keys: ['3'], does: 'Charts show B only' },
      { keys: ['S'], does: 'Swap A and B' },
      { keys: ['C'], does: 'Copy recipe A to B' },
    ],
  },
  {
    group: 'History',
    entries: [
      { keys: ['U', 'Ctrl Z'], does: 'Undo the last change' },
      { keys: ['Ctrl Shift Z', 'Ctrl Y'], does: 'Redo' },
    ],
  },
  {
    group: 'In controls and charts',
    entries: [
      { keys: ['Tab'], does: 'Next control, chart or handle' },
      { keys: ['←', '→'], does: 'One step; the option beside' },
      { keys: ['Shift ←', 'Shift →'], does: 'Ten steps' },
      { keys: ['Enter'], does: 'Take over a typed number' },
      { keys: ['Esc'], does: 'Take back a typed number; close a menu or dialog' },
    ],
  },
  { group: 'Help', entries: [{ keys: ['?'], does: 'This list' }] },
];

const PLAIN: Readonly<Record<string, () => void>> = {
  '1': () => setShow('a'),
  '2': () => setShow('both'),
  '3': () => setShow('b'),
  s: swapSides,
  c: copyAToB,
  u: undo,
  '?': () => openDialog('shortcuts'),
};

/** What a key press means; undefined when it means nothing here. Keys typed into a control belong to the control. */
export function commandOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): (() => void) | undefined {
  const key = event.key.toLowerCase();
  if (event.altKey) return undefined;
  if (!event.ctrlKey && !event.metaKey) return Object.hasOwn(PLAIN, key) ? PLAIN[key] : undefined;
  if (key === 'z') return event.shiftKey ? redo : undo;
  return key === 'y' ? redo : undefined;
}

/** Listens to the shortcuts while the component is mounted. */
export function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || store.getState().view.dialog !== 'none') return;
      const command = commandOf(event);
      if (command === undefined) return;
      event.preventDefault();
      command();
    };
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('keydown', press);
    };
  }, []);
}

/** Range sliders take arrows only, so letters still work there. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'range' && target.type !== 'checkbox';
  return target.isContentEditable || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}
