import { useEffect, useState } from 'react';
import { keyOf } from '../../src/experiment/key';
import { type SideId, recipeFor } from '../../src/experiment/spec';
import { type LloydHistory, remember } from '../charts/histogram/lloyd';
import { traceLloyd } from '../engine/requests';
import { useStore } from '../store/store';
import { MAX_PASSES, passesOf } from './histogramActions';

interface Record {
  /** Everything but the number of passes: another start is another history. */
  readonly start: string;
  readonly history: LloydHistory;
}

const NOTHING: ReadonlyMap<number, number> = new Map();

/**
 * Errors of Lloyd's iteration on one layer: those of the passes that were looked at, and those still ahead, which the
 * worker runs from the present centroids. Null for the exact solution and before the first answer.
 */
export function useLloydHistory(side: SideId, layer: string): LloydHistory | null {
  const slot = useStore((state) => state.layerReports[side]);
  const { quantizer } = recipeFor(
    useStore((state) => state.experiment[side]),
    layer,
  );
  const passes = passesOf(quantizer);
  const start = keyOf([side, layer, { ...quantizer.params, iterations: 0 }]);
  const report = slot.status === 'ready' && slot.value?.layer === layer ? slot.value : null;
  const [record, setRecord] = useState<Record | null>(null);

  useEffect(() => {
    if (report === null || report.codebook === null || passes === null) return undefined;
    const stop = new AbortController();
    const { mse } = report.metrics;
    void traceLloyd(layer, Array.from(report.codebook.centroids), MAX_PASSES, stop.signal).then((outcome) => {
      if (!outcome.ok || stop.signal.aborted) return;
      const ahead = outcome.value.mse;
      setRecord((before) => {
        const past = before?.start === start ? before.history.past : NOTHING;
        return { start, history: { past: remember(past, passes, mse), now: passes, ahead } };
      });
    });
    return () => {
      stop.abort();
    };
  }, [report, passes, start, layer]);

  return record?.start === start ? record.history : null;
}
