import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../../controls/Dialog';
import { useStore } from '../../store/store';
import { ENTRIES } from './entries';
import type { Entry } from './entry';
import css from './Glossary.module.css';

const ALL: readonly (readonly [string, Entry])[] = Object.entries(ENTRIES);

/** Every term on screen: one sentence, the formula, where it comes from. Opens at the term that was pressed. */
export function Glossary({ onClose }: { readonly onClose: () => void }) {
  const asked = useStore((state) => state.view.glossaryTerm);
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked !== null) list.current?.querySelector<HTMLElement>(`[data-term="${CSS.escape(asked)}"]`)?.focus();
  }, [asked]);
  const found = ALL.filter(([, entry]) => matches(entry, query));
  return (
    <Dialog title="Glossary" intro={`${ALL.length} terms`} width={720} onClose={onClose}>
      <input
        className={css.search}
        type="search"
        placeholder="Find a term"
        aria-label="Find a term"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div ref={list} className={css.list}>
        {found.map(([id, entry]) => (
          <article key={id} className={css.entry} data-term={id} data-asked={id === asked || undefined} tabIndex={-1}>
            <h3>{entry.title}</h3>
            <p>{entry.text}</p>
            {entry.formula}
            <small>{entry.source}</small>
          </article>
        ))}
        {found.length === 0 && <p className={css.none}>No term contains these letters.</p>}
      </div>
    </Dialog>
  );
}

function matches({ title, text }: Entry, query: string): boolean {
  return `${title} ${text}`.toLowerCase().includes(query.trim().toLowerCase());
}
