import { Term } from '../../controls/Term';
import { memo } from 'react';
import { Kl } from '../../charts/clipping/Kl';
import { klModel, klTable } from '../../charts/clipping/kl-model';
import { value } from '../../charts/frame/format';
import css from './cards.module.css';
import { type CardProps, MethodCard } from './MethodCard';
import { set } from './settings';

interface KlCardProps extends CardProps {
  /** Bins kept by the candidate whose P and Q are drawn; 0 is the best one. */
  readonly cursor: number;
}

/** The divergence of every candidate, with P and Q of the one under the cursor. */
export const KlCard = memo(function KlCard({ method, side, isOld, cursor }: KlCardProps) {
  const trace = method?.trace ?? null;
  const bins = trace?.detail.kind === 'kl' ? trace.detail.bins : new Int32Array(0);
  const isVoid = bins.length < 2;
  return (
    <MethodCard
      title="KL"
      text="histogram that loses least information"
      term="kl"
      slot="kl"
      method={method}
      side={side}
      isOld={isOld}
      summary={
        method === null
          ? 'No divergence yet.'
          : `The least Kullback-Leibler divergence of ${String(bins.length)} candidates is at T = ${value(method.point.threshold)}.`
      }
      table={() => klTable(trace)}
      footer={
        <p className={css.foot}>
          <span>
            {isVoid ? (
              'One candidate only: there is nothing to choose from.'
            ) : (
              <>
                Grey: <Term id="klHistograms">P</Term>, clipped at the cursor. Line: <Term id="klHistograms">Q</Term>,
                its bins merged into levels. Drag the cursor.
              </>
            )}
          </span>
        </p>
      }
    >
      {(size) => {
        const model = trace === null ? null : klModel(trace, cursor, size);
        if (model === null) return null;
        const choose = (index: number, commit: boolean) => {
          const at = Math.min(Math.max(index, 0), bins.length - 1);
          set('cursor', bins[at] ?? 0, { commit });
        };
        return <Kl model={model} side={side} bins={bins} onIndex={choose} onReset={() => set('cursor', 0)} />;
      }}
    </MethodCard>
  );
});
