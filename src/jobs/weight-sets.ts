import { namedIn } from '../model/named-weights';
import type { MadeWeights } from '../experiment/spec';
import type { Model } from '../model/graph';
import { type WeightValues, withWeightValues } from '../model/weight-values';

/** Weights of A, of B, and those before them. */
const MOST = 6;

/** The models with other weights that the sides of an experiment may name. */
export class ModelsByWeights {
  readonly models = new Map<string, Model>();

  clear(): void {
    this.models.clear();
  }

  /** Throws RangeError for weights of another network. */
  add(shipped: Model, key: string, set: WeightValues): void {
    this.models.delete(key);
    this.models.set(key, withWeightValues(shipped, set));
    for (const oldest of this.models.keys()) {
      if (this.models.size <= MOST) break;
      this.models.delete(oldest);
    }
  }

  /** Throws RangeError when those weights are not here. */
  of(shipped: Model, weights: MadeWeights | undefined): Model {
    return weights === undefined ? shipped : namedIn(this.models, weights);
  }
}

/** What is made once for each model with other weights, when it is first asked for. */
export interface ByWeights<T> {
  of(weights: MadeWeights | undefined): T;
  /** All that have been made. */
  made(): readonly T[];
}

/** Forgets what was made for a model that is no longer here. */
export function byWeights<T>(shipped: Model, sets: ModelsByWeights, make: (model: Model) => T): ByWeights<T> {
  const known = new Map<Model, T>();
  return {
    of: (weights) => {
      const model = sets.of(shipped, weights);
      const present = new Set([shipped, ...sets.models.values()]);
      for (const old of known.keys()) if (!present.has(old)) known.delete(old);
      const own = known.get(model) ?? make(model);
      known.set(model, own);
      return own;
    },
    made: () => [...known.values()],
  };
}
