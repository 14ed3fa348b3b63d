import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from './Button';
import { classes } from './classes';
import css from './Menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  /** Keyboard shortcut, shown at the right. */
  readonly hint?: string;
  readonly disabled?: boolean;
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

  useLayoutEffect(() => {
    if (open) choices(root.current)[0]?.focus();
  }, [open]);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => { document.removeEventListener('pointerdown', outside); };
  }, [open]);

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

  return (
    <div ref={root} className={css.root}>
      <IconButton ref={button} label={label} aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => { setOpen(!open); }}>
        {icon}
      </IconButton>
      {open && (
        <div id={id} role="menu" aria-label={label} tabIndex={-1} className={classes(css.list, css[align])} onKeyDown={press}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              disabled={item.disabled}
              className={css.item}
              onClick={() => {
                close();
                item.onSelect();
              }}
            >
              {item.icon}
              {item.label}
              {item.hint !== undefined && <span className={classes('kbd', css.hint)}>{item.hint}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function choices(root: HTMLElement | null): HTMLButtonElement[] {
  return root ? [...root.querySelectorAll<HTMLButtonElement>('[role="menuitem"]:not(:disabled)')] : [];
}
