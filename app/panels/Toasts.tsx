import { X } from 'lucide-react';
import { useEffect } from 'react';
import { Button, IconButton } from '../controls/Button';
import { dismissToast, undo } from '../store/actions';
import type { Toast } from '../store/state';
import { useStore } from '../store/store';
import css from './Toasts.module.css';

/** Long enough to read the message and reach its Undo. */
const LIFE_MS = 6000;

/** Passing messages; announced, and gone by themselves. */
export function Toasts() {
  const toasts = useStore((state) => state.toasts);
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast: { id, text, undo: canUndo } }: { readonly toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(id), LIFE_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <div className={css.toast}>
      <span>{text}</span>
      {canUndo && (
        <Button
          small
          onClick={() => {
            undo();
            dismissToast(id);
          }}
        >
          Undo
        </Button>
      )}
      <IconButton label="Dismiss" onClick={() => dismissToast(id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
