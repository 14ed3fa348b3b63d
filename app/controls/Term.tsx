import type { ReactNode } from 'react';
import type { TermId } from '../panels/glossary/entries';
import { openDialog } from '../store/actions';
import css from './marks.module.css';

/** A word of the field; pressing it opens its entry in the glossary. */
export function Term({ id, children }: { readonly id: TermId; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      className={css.term}
      title="Open in the glossary"
      onClick={() => {
        openDialog('glossary', id);
      }}
    >
      {children}
    </button>
  );
}
