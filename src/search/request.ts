import { type CostTable, type Hardware, type Measure, costTable, uniformCost } from '../hardware/costs';
import type { LayerWork } from '../hardware/layer-work';
import { type SearchTask, leastCost } from './task';

/** A search as it is asked for, the budget in bits of a uniform policy. */
export interface SearchRequest extends Pick<
  SearchTask,
  'method' | 'least' | 'most' | 'activations' | 'fixedActivations' | 'evaluations' | 'seed'
> {
  readonly works: readonly LayerWork[];
  readonly hardware: Hardware;
  readonly measure: Measure;
  /** The budget is what the network costs with so many bits everywhere. */
  readonly bits: number;
}

export interface Asked {
  readonly cost: CostTable;
  /** In the unit of the measure. */
  readonly budget: number;
  /** The least that any policy costs. */
  readonly least: number;
}

type Bounds = Omit<SearchRequest, 'method' | 'most' | 'evaluations' | 'seed'>;

/** What the budget of a request is. */
export function askedOf({ works, hardware, measure, bits, activations, fixedActivations, least }: Bounds): Asked {
  const cost = costTable(works, measure, hardware);
  const budget = uniformCost(cost, bits, activations ? null : fixedActivations);
  return { cost, budget, least: leastCost({ cost, activations, fixedActivations, least, layers: works }) };
}

/** What the search does; the accuracy of the float network and the objective of the integer program come later. */
export function searchTask(request: SearchRequest): SearchTask {
  const { works, method, least, most, activations, fixedActivations, evaluations, seed } = request;
  const { cost, budget } = askedOf(request);
  const choices = { method, least, most, activations, fixedActivations, evaluations, seed };
  return { ...choices, layers: works, cost, budget: budget * (1 + 1e-12), floatAccuracy: 0, objective: [] };
}
