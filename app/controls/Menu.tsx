import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { IconButton } from './Button';
import { classes } from './classes';
import { placeOf } from './menu-place';
import css from './Menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  /** Keyboard shortcut, shown at the right. */
  readonly hint?: string;
  readonly disabled?: boolean;
  /** For the members of a choice of one: whether it is the present one. */
  readonly isChosen?: boolean;
  readonly onSelect: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly items: readonly MenuItem[];
  readonly align?: 'left' | 'right';
}

const MOVES: Readonly<Record<string, (at: number, n: number) => number>> = {
  ArrowDown: (at, n) => (at + 1) % n,
  ArrowUp: (at, n) => (at - 1 + n) % n,
  Home: () => 0,
  End: (_at, n) => n - 1,
};

/** A button that opens a list of commands. Arrows move, Enter chooses, Escape closes and gives the focus back. */
export function Menu({ label, icon, items, align = 'right' }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!open) return;
    if (list.current !== null && button.current !== null) place(list.current, button.current);
    choices(root.current)[0]?.focus();
  }, [open]);
  useOutsidePress(root, open, () => setOpen(false));

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.stopPropagation();
      close();
      return;
    }
    const all = choices(root.current);
    const target = MOVES[event.key]?.(all.indexOf(document.activeElement as HTMLButtonElement), all.length);
    if (target === undefined) return;
    event.preventDefault();
    all[target]?.focus();
  };

  const state = { 'aria-haspopup': 'menu', 'aria-expanded': open, 'aria-controls': open ? id : undefined } as const;
  return (
    <div ref={root} className={css.root}>
      <IconButton ref={button} label={label} {...state} onClick={() => setOpen(!open)}>
        {icon}
      </IconButton>
      {open && (
        <div
          ref={list}
          id={id}
          role="menu"
          aria-label={label}
          tabIndex={-1}
          className={classes(css.list, css[align])}
          onKeyDown={press}
        >
          {items.map((item) => (
            <Item key={item.label} item={item} onClose={close} />
          ))}
        </div>
      )}
    </div>
  );
}

/** Calls `onPress` for presses outside of an element while `isOn`. */
function useOutsidePress(root: RefObject<HTMLElement | null>, isOn: boolean, onPress: () => void): void {
  const pressed = useEffectEvent(onPress);
  useEffect(() => {
    if (!isOn) return undefined;
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) pressed();
    };
    document.addEventListener('pointerdown', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
    };
  }, [root, isOn]);
}

function Item({ item, onClose }: { readonly item: MenuItem; readonly onClose: () => void }) {
  const choose = () => {
    onClose();
    item.onSelect();
  };
  const role =
    item.isChosen === undefined
      ? ({ role: 'menuitem' } as const)
      : ({ role: 'menuitemradio', 'aria-checked': item.isChosen } as const);
  return (
    <button type="button" {...role} tabIndex={-1} disabled={item.disabled} className={css.item} onClick={choose}>
      {item.icon}
      {item.label}
      {item.hint !== undefined && <span className={classes('kbd', css.hint)}>{item.hint}</span>}
    </button>
  );
}

function place(list: HTMLElement, button: HTMLElement): void {
  const size = { width: document.documentElement.clientWidth, height: innerHeight };
  const { dx, isAbove } = placeOf(list.getBoundingClientRect(), button.getBoundingClientRect(), size);
  list.style.translate = `${dx}px`;
  list.toggleAttribute('data-above', isAbove);
}

function choices(root: HTMLElement | null): HTMLButtonElement[] {
  return root ? [...root.querySelectorAll<HTMLButtonElement>('[role^="menuitem"]:not(:disabled)')] : [];
}
