import { memo } from 'react';
import { clippingScreen } from '../../../src/experiment/screens/clipping';
import type { ClipBatches } from '../../../src/jobs/clip-batches';
import { Batches } from '../../charts/clipping/Batches';
import { batchesModel, batchesSentence, batchesTable } from '../../charts/clipping/batches-model';
import { value } from '../../charts/frame/format';
import { SliderField } from '../../controls/SliderField';
import { Switch } from '../../controls/Switch';
import css from './cards.module.css';
import { type CardProps, MethodCard } from './MethodCard';
import { useArenaSlot } from './runner';
import { set } from './settings';

interface BatchesCardProps extends CardProps {
  readonly alpha: number;
  readonly badBatch: boolean;
  /** Threshold of min-max. */
  readonly largest: number;
}

/** What min-max and a moving average make of one batch after the other. */
export const BatchesCard = memo(function BatchesCard(props: BatchesCardProps) {
  const { method, side, isOld, alpha, badBatch, largest } = props;
  const batches = useArenaSlot<ClipBatches | null>('batches').value;
  return (
    <MethodCard
      title={batches === null ? 'Min-max' : 'Min-max, EMA'}
      text={batches === null ? 'keeps the largest value' : 'running maximum and average'}
      term={batches === null ? 'minmax' : 'ema'}
      slot="batches"
      method={method}
      side={side}
      isOld={isOld}
      summary={batchesSentence(batches)}
      table={() => batchesTable(batches)}
      footer={
        batches !== null && (
          <div className={css.foot}>
            <SliderField
              name="Weight of a new batch"
              value={alpha}
              range={{ min: clippingScreen.alpha.min, max: clippingScreen.alpha.max, integer: false }}
              step={clippingScreen.alpha.step}
              initial={clippingScreen.alpha.default}
              onChange={(next, options) => set('alpha', next, options)}
            />
            <Switch label="One bad batch × 8 (artificial)" on={badBatch} onChange={(on) => set('badBatch', on)} />
          </div>
        )
      }
    >
      {(size) =>
        batches === null ? (
          <p className={css.none}>
            The largest weight is {value(largest)}, and that is the threshold. Weights are all there at once: a moving
            average needs values that come in batches. Choose activations, or a sample.
          </p>
        ) : (
          <Batches model={batchesModel(batches, size)} />
        )
      }
    </MethodCard>
  );
});
