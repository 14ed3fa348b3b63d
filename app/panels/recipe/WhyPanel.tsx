import { useMemo } from 'react';
import { explain } from '../../../src/experiment/explain';
import type { ValuesAlone } from '../../../src/experiment/explanation';
import { layerCostsKey } from '../../../src/experiment/plan';
import type { Side, SideId } from '../../../src/experiment/spec';
import type { NetworkReport } from '../../../src/jobs/reports';
import type { Task } from '../../../src/tasks/task';
import { Button } from '../../controls/Button';
import { classes } from '../../controls/classes';
import { setExperiment, toast } from '../../store/actions';
import type { AppState, LayerCosts, Score, Slot } from '../../store/state';
import { store, useStore } from '../../store/store';
import { currentTask } from '../../store/test-items';
import { useLasting } from './useLasting';
import css from './WhyPanel.module.css';

/** States in which a result belongs to the settings on screen. */
const CURRENT: ReadonlySet<Slot<unknown>['status']> = new Set(['ready', 'precomputed']);
const NOTHING_MEASURED: Pick<LayerCosts, 'values' | 'activationValues'> = { values: {}, activationValues: {} };

/** The main cause of a side's result, from its measured numbers, and one button that removes it. */
export function WhyPanel({ side }: { readonly side: SideId }) {
  const spec = useStore((state) => state.experiment[side]);
  const network = useStore((state) => state.networkReports[side]);
  const score = useStore((state) => state.scores[side]);
  const float = useStore((state) => state.scores.float);
  const isOld = useLasting(!CURRENT.has(network.status) || !CURRENT.has(score.status));
  const alone = useStore((state) => aloneNow(state, side));
  const task = useStore(currentTask);
  const explanation = useMemo(
    () => explainNow(task, spec, network.value, score.value, float.value, alone),
    [task, spec, network.value, score.value, float.value, alone],
  );
  if (explanation === null) return null;
  const { title, cause, action } = explanation;
  return (
    <section
      className={classes(css.why, isOld && css.dimmed)}
      aria-label={`${title} (${side.toUpperCase()})`}
      data-spoils
    >
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
  task: Task,
  side: Side,
  network: NetworkReport | null,
  score: Score | null,
  float: Score | null,
  { values, activationValues }: Readonly<Record<'values' | 'activationValues', ValuesAlone>>,
) {
  if (network === null) return null;
  const comparable = score !== null && float !== null && score.n === float.n && score.changed !== null;
  return explain({
    side,
    network,
    task,
    score: comparable
      ? { n: score.n, value: score.value, float: float.value, changed: score.changed, of: score.of }
      : null,
    alone: values,
    aloneActivations: activationValues,
  });
}

function apply(side: SideId, label: string, next: Side): void {
  setExperiment({ ...store.getState().experiment, [side]: next });
  toast(`${side.toUpperCase()}: ${label}.`, true);
}
