import { type ReactNode, Suspense, useEffect } from 'react';
import { createPortal } from 'react-dom';
import css from './PrintView.module.css';

interface PaperProps {
  readonly title: string;
  readonly onDone: () => void;
  readonly children: ReactNode;
}

/** What is printed in place of the page, once everything in it is there. */
export function Paper({ title, onDone, children }: PaperProps) {
  return createPortal(
    <article className={css.paper}>
      <h1>{title}</h1>
      <Suspense fallback={null}>
        {children}
        <Printer onDone={onDone} />
      </Suspense>
    </article>,
    document.body,
  );
}

/** Opens the browser's dialog. */
function Printer({ onDone }: { readonly onDone: () => void }) {
  useEffect(() => {
    const timer = setTimeout(() => {
      print();
      onDone();
    }, 50);
    return () => clearTimeout(timer);
  }, [onDone]);
  return null;
}
