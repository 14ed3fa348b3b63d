import type { ReactNode } from 'react';
import { classes } from '../controls/classes';
import css from './ScrollTable.module.css';

/** What scrolls must take the focus, or the keyboard cannot scroll it. */
const SCROLLER = { role: 'region', tabIndex: 0 } as const;

interface ScrollTableProps {
  readonly label: string;
  readonly className: string | undefined;
  /** Head and body. */
  readonly children: ReactNode;
}

/** A table of a card, as wide as the card; where its columns need more, it scrolls. */
export function ScrollTable({ label, className, children }: ScrollTableProps) {
  return (
    <div className={css.scroll} {...SCROLLER} aria-label={label}>
      <table className={classes(css.table, className)}>{children}</table>
    </div>
  );
}
