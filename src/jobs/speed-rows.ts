import { tapsOf } from '../activations/taps';
import { type LayerWork, layerWorks } from '../hardware/layer-work';
import type { GraphNode, Model } from '../model/graph';
import type { SpeedLayer } from './speed-reports';

/** Operations whose time counts for what comes before them. */
const FOLLOWS: ReadonlySet<GraphNode['op']['kind']> = new Set(['activation', 'identity', 'reshape', 'pad']);

/** The rows of a network in flow order, and the row of each node; -1 for the input and what only passes it on. */
export function rowsOf(model: Model): { readonly layers: readonly SpeedLayer[]; readonly rowOf: readonly number[] } {
  const works = worksByNode(model);
  const layers: SpeedLayer[] = [];
  const rowOf: number[] = [-1];
  for (let at = 1; at < model.nodes.length; at++) {
    const { name, op, inputs } = model.nodes[at]!;
    const work = works.get(at) ?? null;
    if (FOLLOWS.has(op.kind)) rowOf.push(rowOf[inputs[0] ?? 0]!);
    else rowOf.push(layers.push({ name: work?.name ?? name, work }) - 1);
  }
  return { layers, rowOf };
}

/** A separable layer has two kernels, which count as one. */
function worksByNode(model: Model): ReadonlyMap<number, LayerWork> {
  const works = layerWorks(model);
  const found = new Map<number, LayerWork>();
  tapsOf(model).forEach(({ node }, at) => {
    const [work, first] = [works[at]!, found.get(node)];
    const both = { ...work, macs: work.macs + (first?.macs ?? 0), weights: work.weights + (first?.weights ?? 0) };
    found.set(node, first === undefined ? work : { ...both, activationsIn: first.activationsIn });
  });
  return found;
}
