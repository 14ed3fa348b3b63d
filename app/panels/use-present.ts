import { useMemo, useState } from 'react';
import type { SideId } from '../../src/experiment/spec';
import type { PresentResult } from '../charts/accuracy/input';
import type { AppState, Slot } from '../store/state';
import { useStore } from '../store/store';

const FINISHED = new Set<Slot<unknown>['status']>(['ready', 'precomputed']);

/** The last complete results of the sides on show; marked old while newer ones are under way. */
export function usePresent(): Readonly<Partial<Record<SideId, PresentResult>>> {
  const show = useStore((state) => state.view.show);
  const a = useLastComplete('a');
  const b = useLastComplete('b');
  return useMemo(() => ({ ...(a && show !== 'b' && { a }), ...(b && show !== 'a' && { b }) }), [a, b, show]);
}

/**
 * Size and accuracy arrive at different times: a pair is taken only when both belong to the present recipe, so that no
 * point is drawn that was never measured.
 */
function useLastComplete(id: SideId): PresentResult | null {
  const side = useStore((state) => state.experiment[id]);
  const score = useStore((state) => state.scores[id]);
  const network = useStore((state) => state.networkReports[id]);
  const [last, setLast] = useState<PresentResult | null>(null);
  const now = useMemo(() => complete(side, score, network), [side, score, network]);
  const old = useMemo(() => last && { ...last, old: true }, [last]);
  if (now === null) return old;
  if (last === null || last.score !== now.score || last.side !== now.side || last.bitsPerWeight !== now.bitsPerWeight)
    setLast(now);
  return now;
}

function complete(
  side: AppState['experiment']['a'],
  score: AppState['scores']['a'],
  network: AppState['networkReports']['a'],
): PresentResult | null {
  if (score.value === null || network.value === null) return null;
  if (!FINISHED.has(score.status) || !FINISHED.has(network.status)) return null;
  return { side, bitsPerWeight: network.value.bitsPerWeight, score: score.value, old: false };
}
