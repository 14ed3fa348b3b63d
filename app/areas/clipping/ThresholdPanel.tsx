import { memo, useMemo } from 'react';
import { HAND, type Arena, codesText, methodOf } from '../../charts/clipping/arena';
import { Threshold, type ThresholdEvents } from '../../charts/clipping/Threshold';
import { thresholdModel, thresholdSentence, thresholdTable } from '../../charts/clipping/threshold-model';
import { count } from '../../charts/frame/format';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { PanelStatus } from '../../charts/frame/status';
import type { Size } from '../../charts/frame/useSize';
import { chooseMethod } from './ArenaBar';
import { presentSettings, set, setHand } from './settings';

/** Step of an arrow key, as a share of the largest value. */
const STEP = 0.01;

interface ThresholdPanelProps {
  readonly arena: Arena;
  readonly status: PanelStatus;
}

/** One histogram with every estimator's threshold; that of A can be dragged. */
export const ThresholdPanel = memo(function ThresholdPanel({ arena, status }: ThresholdPanelProps) {
  const { subject, tensor, codes } = arena;
  return (
    <PanelFrame
      title={subject.title}
      caption={`${count(tensor.n)} values, log count; ${codesText(codes)}; one threshold for all`}
      summary={thresholdSentence(arena)}
      status={status}
      table={() => thresholdTable(arena)}
      exportName="clipping-thresholds"
    >
      {(size) => <Body arena={arena} size={size} />}
    </PanelFrame>
  );
});

function Body({ arena, size }: { readonly arena: Arena; readonly size: Size }) {
  const model = useMemo(() => thresholdModel(arena, size), [arena, size]);
  const { largest } = arena.tensor;
  const threshold = methodOf(arena, arena.a)?.point.threshold ?? null;
  const events = useMemo(() => eventsOf(largest, threshold), [largest, threshold]);
  return (
    <Threshold model={model} largest={largest} threshold={threshold} xTitle={arena.subject.axis} events={events} />
  );
}

function eventsOf(largest: number, threshold: number | null): ThresholdEvents {
  return {
    onDrag: (at, { commit }) => setHand(at / largest, { commit }),
    onStep: (steps, { commit }) => {
      const { hand } = presentSettings();
      setHand((hand > 0 ? hand : (threshold ?? 0) / largest) + steps * STEP, { commit });
    },
    onReset: () => set('hand', 0),
    onChoose: (id, side) => {
      if (id !== HAND) chooseMethod(side, id, presentSettings());
    },
  };
}
