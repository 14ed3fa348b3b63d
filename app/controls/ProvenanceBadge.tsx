import { classes } from './classes';
import css from './marks.module.css';

/** Where a number comes from. */
export type Provenance = 'measured' | 'modelled' | 'published' | 'precomputed';

const WORDS: Readonly<Record<Provenance, string>> = {
  measured: 'measured',
  modelled: 'modelled',
  published: 'published',
  precomputed: 'pre-computed',
};

/** Says what a number is; `note` is added after a comma, such as "old settings". */
export function ProvenanceBadge({ kind, note }: { readonly kind: Provenance; readonly note?: string | undefined }) {
  return (
    <span className={classes(css.badge, kind !== 'measured' && css[kind])}>
      {WORDS[kind]}
      {note !== undefined && `, ${note}`}
    </span>
  );
}
