/** What the integer program minimises, by slot and bits. */
import type { LayerWork } from '../hardware/layer-work';
import { hawqOmega } from './hessian';
import { type Policy, policyKey } from './policy';
import type { SearchTask } from './task';

/** Average trace of the Hessian of each layer, by name, and the standard error of its estimate. */
interface Traces {
  readonly layers: readonly string[];
  readonly traces: readonly number[];
  readonly errors: readonly number[];
}

/**
 * HAWQ's omega by layer and bits. A trace that is smaller than its standard error counts as that error: it cannot be told from
 * 0, and with 0 the layer would cost nothing at any width and be given the fewest bits.
 * @param perturbations ||Q(W) - W||^2 by layer and bits.
 */
export function omegas(
  works: readonly Pick<LayerWork, 'name'>[],
  perturbations: readonly (readonly number[])[],
  { layers, traces, errors }: Traces,
): readonly number[][] {
  return works.map(({ name }, layer) => {
    const at = layers.indexOf(name);
    const trace = Math.max(traces[at] ?? 0, errors[at] ?? 0);
    return perturbations[layer]!.map((squared) => hawqOmega(trace, squared));
  });
}

type Widths = Pick<SearchTask, 'layers' | 'least' | 'most'>;

/** By slot and bits: the policy with that slot alone at that width and everything else float. */
type Lonely = readonly ReadonlyMap<number, Policy>[];

function lonely({ layers, least, most }: Widths): Lonely {
  const none = layers.map(() => 0);
  const widths = Array.from({ length: most - least + 1 }, (_, at) => least + at);
  return layers.flatMap((_, layer) =>
    [true, false].map((onWeights) => {
      const own = (bits: number): readonly number[] => none.with(layer, bits);
      return new Map(
        widths.map((bits) => [
          bits,
          { weights: onWeights ? own(bits) : none, activations: onWeights ? none : own(bits) },
        ]),
      );
    }),
  );
}

/** The policies whose errors `outputErrors` needs: every slot alone at every width. */
export function lonelyPolicies(task: Widths): readonly Policy[] {
  return lonely(task).flatMap((slot) => [...slot.values()]);
}

/**
 * Squared error of the logits with only that slot quantized, where activations are searched too and omega says nothing of
 * them. `errorOf` gives the error of a policy by its key.
 */
export function outputErrors(task: Widths, errorOf: (key: string) => number): readonly number[][] {
  return lonely(task).map((slot) =>
    Array.from({ length: task.most + 1 }, (_, bits) => {
      const policy = slot.get(bits);
      return policy === undefined ? 0 : errorOf(policyKey(policy));
    }),
  );
}
