import { Fragment } from 'react';
import { Dialog } from '../controls/Dialog';
import { SHORTCUTS, type Shortcut } from './shortcut-list';
import css from './ShortcutsDialog.module.css';

/** Everything the keyboard does. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard" width={680} onClose={onClose}>
      <div className={css.groups}>
        {SHORTCUTS.map(({ group, entries }) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {entries.map((entry) => (
                <Entry key={entry.does} entry={entry} />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={css.note}>Single letters and digits do nothing while you type into a box.</p>
    </Dialog>
  );
}

function Entry({ entry }: { readonly entry: Shortcut }) {
  return (
    <>
      <dt>{entry.does}</dt>
      <dd>
        {entry.keys.map((key, index) => (
          <Fragment key={key}>
            {index > 0 && 'or'}
            <kbd className="kbd">{key}</kbd>
          </Fragment>
        ))}
      </dd>
    </>
  );
}
