import { X } from 'lucide-react';
import { type CSSProperties, type ReactNode, useEffectEvent, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './Button';
import css from './Dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly intro?: ReactNode;
  /** Width in CSS pixels where the window allows it. */
  readonly width: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog, open while it is mounted. Escape, the close button and a click outside close it; focus goes back. */
export function Dialog({ title, intro, width, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const closed = useEffectEvent(onClose);

  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    // The event comes late: a dialog that was closed and opened again in between stays.
    const listener = () => {
      if (!element.open) closed();
    };
    element.showModal();
    element.addEventListener('close', listener);
    return () => {
      element.removeEventListener('close', listener);
      element.close();
    };
  }, []);
  // The backdrop belongs to the dialog element: a press on it has the dialog itself as target.
  useLayoutEffect(() => {
    const element = dialog.current;
    const outside = (event: PointerEvent) => {
      if (event.target === element) element?.close();
    };
    element?.addEventListener('pointerdown', outside);
    return () => element?.removeEventListener('pointerdown', outside);
  }, []);

  return (
    <dialog
      ref={dialog}
      className={css.dialog}
      aria-labelledby={titleId}
      style={{ '--width': `${width}px` } as CSSProperties}
    >
      <header className={css.head}>
        <div>
          <h2 id={titleId}>{title}</h2>
          {intro !== undefined && <p>{intro}</p>}
        </div>
        <IconButton label="Close" onClick={() => dialog.current?.close()}>
          <X size={18} aria-hidden />
        </IconButton>
      </header>
      <div className={css.body} tabIndex={-1}>
        {children}
      </div>
    </dialog>
  );
}
