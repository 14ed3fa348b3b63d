import { useEffect, useState } from 'react';
import { keyOf } from '../../src/experiment/key';
import type { Side, SideId } from '../../src/experiment/spec';
import type { IntegerPlace, IntegerReport } from '../../src/jobs/integer-reports';
import type { PanelStatus } from '../charts/frame/status';
import { explainIntegers } from '../engine/requests';
import type { Problem } from '../store/state';
import { useStore } from '../store/store';

interface Answer {
  readonly key: string;
  readonly report: IntegerReport | null;
  readonly reason: string | null;
  readonly problem: Problem | null;
}

export interface Integers {
  /** The last report; it belongs to the settings unless the status says otherwise. */
  readonly report: IntegerReport | null;
  /** Why the present settings have no integer form. */
  readonly reason: string | null;
  readonly status: PanelStatus;
}

/** One output of the selected layer in integers; the last one stays until the next is there. */
export function useIntegers(id: SideId, place: IntegerPlace): Integers {
  const side: Side = useStore((state) => state.experiment[id]);
  const layer = useStore((state) => state.view.layer);
  const card = useStore(({ model }) => (model.status === 'ready' ? model.card.sha256 : null));
  const isFloat = side.activations === undefined;
  const key = keyOf([side, layer, card, place]);
  const [answer, setAnswer] = useState<Answer | null>(null);

  useEffect(() => {
    if (card === null || layer === null || isFloat) return undefined;
    const stop = new AbortController();
    void explainIntegers(side, layer, place, stop.signal).then((outcome) => {
      if (stop.signal.aborted) return;
      setAnswer((before) => {
        if (!outcome.ok) return { key, report: before?.report ?? null, reason: null, problem: outcome.problem };
        const { value } = outcome;
        return value.possible
          ? { key, report: value.result, reason: null, problem: null }
          : { key, report: null, reason: value.reason, problem: null };
      });
    });
    return () => {
      stop.abort();
    };
    // The key stands for side, layer and place by value.
  }, [key, isFloat, card, layer, side, place]);

  if (isFloat)
    return { report: null, reason: 'Activations are float32; integer arithmetic needs codes.', status: READY };
  const isCurrent = answer?.key === key;
  return {
    report: answer?.report ?? null,
    reason: isCurrent ? answer.reason : null,
    status: isCurrent ? statusOf(answer) : { ...READY, status: answer === null ? 'empty' : 'running' },
  };
}

const READY: PanelStatus = { status: 'ready', problem: null, progress: null };

function statusOf({ problem }: Answer): PanelStatus {
  return problem === null ? READY : { status: 'failed', problem, progress: null };
}
