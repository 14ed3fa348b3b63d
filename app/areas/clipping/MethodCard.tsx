import type { ReactNode } from 'react';
import type { Method } from '../../charts/clipping/arena';
import type { FrameTable } from '../../charts/frame/table';
import { value } from '../../charts/frame/format';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { PanelStatus } from '../../charts/frame/status';
import type { Size } from '../../charts/frame/useSize';
import { Chip } from '../../controls/Chip';
import { Term } from '../../controls/Term';
import type { TermId } from '../../panels/glossary/entries';
import { EMPTY_SLOT } from '../../store/store';
import css from './cards.module.css';
import { useArenaSlot } from './runner';

/** Height of the plots of the cards. */
const HEIGHT = 150;

export interface CardProps {
  /** Null before its first result, or where the estimator does not apply. */
  readonly method: Method | null;
  readonly side: 'a' | 'b' | null;
  /** The results belong to other values than those that are asked for. */
  readonly isOld: boolean;
}

interface MethodCardProps extends CardProps {
  readonly title: string;
  /** What the estimator does, in a few words below its name. */
  readonly text: string;
  readonly slot: string;
  /** Its entry in the glossary. */
  readonly term: TermId;
  readonly summary: string;
  readonly table: () => FrameTable;
  readonly height?: number;
  readonly footer?: ReactNode;
  readonly children: (size: Size) => ReactNode;
}

/** One estimator: its threshold, its objective, what can be changed about it. */
export function MethodCard(props: MethodCardProps) {
  const { title, text, term, slot, method, side, isOld, summary, table, height = HEIGHT, footer, children } = props;
  const own = useArenaSlot(slot);
  const shown: PanelStatus = isOld || method === null ? { ...EMPTY_SLOT, status: isOld ? 'stale' : 'ready' } : own;
  return (
    <PanelFrame
      title={title}
      summary={summary}
      status={shown}
      actions={
        <span className={css.value}>
          {side !== null && <Chip side={side} />}
          {method === null ? '–' : value(method.point.threshold)}
        </span>
      }
      table={table}
      exportName={`clipping-${slot}`}
      fit="content"
      footer={footer}
    >
      {({ width }) => (
        <>
          <p className={css.sub}>
            <Term id={term}>{text}</Term>
          </p>
          {children({ width, height })}
        </>
      )}
    </PanelFrame>
  );
}
