import { memo } from 'react';
import type { Arena } from '../../charts/clipping/arena';
import { Costs } from '../../charts/clipping/Costs';
import { costModel, costSentence, costTable } from '../../charts/clipping/costs-model';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { PanelStatus } from '../../charts/frame/status';
import css from './cards.module.css';

interface CostPanelProps {
  readonly arena: Arena;
  readonly status: PanelStatus;
}

/** The error over every threshold, split into what is clipped and what is rounded. */
export const CostPanel = memo(function CostPanel({ arena, status }: CostPanelProps) {
  return (
    <PanelFrame
      title="What the threshold costs"
      caption={`at ${arena.codes.bits} bits`}
      summary={costSentence(arena)}
      status={status}
      table={() => costTable(arena)}
      exportName="clipping-costs"
    >
      {(size) => {
        const model = costModel(arena, size);
        return model === null ? (
          <p className={css.none}>Every threshold costs the same: nothing.</p>
        ) : (
          <Costs model={model} />
        );
      }}
    </PanelFrame>
  );
});
