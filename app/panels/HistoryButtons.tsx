import { Redo2, Undo2 } from 'lucide-react';
import { IconButton } from '../controls/Button';
import { redo, undo } from '../store/actions';
import { useStore } from '../store/store';

export function UndoButton() {
  const past = useStore((state) => state.past.length);
  return (
    <IconButton label="Undo (U)" disabled={past === 0} onClick={undo}>
      <Undo2 size={16} aria-hidden />
    </IconButton>
  );
}

export function RedoButton() {
  const future = useStore((state) => state.future.length);
  return (
    <IconButton label="Redo (Ctrl Y)" disabled={future === 0} onClick={redo}>
      <Redo2 size={16} aria-hidden />
    </IconButton>
  );
}
