import { Button } from '../controls/Button';
import { store, useStore } from '../store/store';
import css from './UpdateNote.module.css';

/** A new version of the page has been fetched; the reader decides when it takes over. The address keeps the experiment. */
export function UpdateNote() {
  const update = useStore((state) => state.update);
  if (update === null) return null;
  return (
    <aside className={css.note} aria-label="New version" role="status">
      <p>A new version of the playground is ready. Your settings stay: they are in the address.</p>
      <Button small kind="primary" onClick={update}>
        Reload
      </Button>
      <Button small onClick={() => store.setState({ update: null })}>
        Later
      </Button>
    </aside>
  );
}
