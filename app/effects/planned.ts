import { type Plan, plan } from '../../src/experiment/plan';
import type { AppState } from '../store/state';

let last: { experiment: AppState['experiment']; layer: string | null; plan: Plan } | null = null;

/** The plan of a state; computed once for all who ask about the same settings. */
export function plannedFor({ experiment, view }: Pick<AppState, 'experiment' | 'view'>): Plan {
  if (last?.experiment !== experiment || last.layer !== view.layer) {
    last = { experiment, layer: view.layer, plan: plan(experiment, view.layer) };
  }
  return last.plan;
}
