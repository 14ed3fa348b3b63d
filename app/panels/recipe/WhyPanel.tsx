import { useMemo } from 'react';
import { explain } from '../../../src/experiment/explain';
import type { CorrectAlone } from '../../../src/experiment/explanation';
import { layerCostsKey } from '../../../src/experiment/plan';
import type { Side, SideId } from '../../../src/experiment/spec';
import type { NetworkReport } from '../../../src/jobs/reports';
import { Button } from '../../controls/Button';
import { classes } from '../../controls/classes';
import { setExperiment, toast } from '../../store/actions';
import type { AppState, LayerCosts, Score, Slot } from '../../store/state';
import { store, useStore } from '../../store/store';
import { useLasting } from './useLasting';
import css from './WhyPanel.module.css';

/** States in which a result belongs to the settings on screen. */
const CURRENT: ReadonlySet<Slot<unknown>['status']> = new Set(['ready', 'precomputed']);
const NOTHING_MEASURED: Pick<LayerCosts, 'correct' | 'correctActivations'> = { correct: {}, correctActivations: {} };

/** The main cause of a side's result, from its measured numbers, and one button that removes it. */
export function WhyPanel({ side }: { readonly side: SideId }) {
  const spec = useStore((state) => state.experiment[side]);
  const network = useStore((state) => state.networkReports[side]);
  const score = useStore((state) => state.scores[side]);
  const float = useStore((state) => state.scores.float);
  const isOld = useLasting(!CURRENT.has(network.status) || !CURRENT.has(score.status));
  const alone = useStore((state) => aloneNow(state, side));
  const explanation = useMemo(
    () => explainNow(spec, network.value, score.value, float.value, alone),
    [spec, network.value, score.value, float.value, alone],
  );
  if (explanation === null) return null;
  const { title, cause, action } = explanation;
  return (
    <section className={classes(css.why, isOld && css.dimmed)} aria-label={`${title} (${side.toUpperCase()})`}>
      <h3>{title}</h3>
      <p>{cause}</p>
      <Button small className={css.action} onClick={() => apply(side, action.label, action.side)}>
        {action.label}
      </Button>
    </section>
  );
}

/** What each layer costs alone, if that has been measured for the present settings. */
function aloneNow({ layerCosts, experiment }: AppState, side: SideId): typeof NOTHING_MEASURED {
  const costs = layerCosts[side];
  return costs?.key === layerCostsKey(experiment, side) ? costs : NOTHING_MEASURED;
}

function explainNow(
  side: Side,
  network: NetworkReport | null,
  score: Score | null,
  float: Score | null,
  { correct, correctActivations }: Readonly<Record<'correct' | 'correctActivations', CorrectAlone>>,
) {
  if (network === null) return null;
  const comparable = score !== null && float !== null && score.n === float.n && score.changed !== null;
  return explain({
    side,
    network,
    score: comparable
      ? { n: score.n, correct: score.correct, floatCorrect: float.correct, changed: score.changed }
      : null,
    alone: correct,
    aloneActivations: correctActivations,
  });
}

function apply(side: SideId, label: string, next: Side): void {
  setExperiment({ ...store.getState().experiment, [side]: next });
  toast(`${side.toUpperCase()}: ${label}.`, true);
}
