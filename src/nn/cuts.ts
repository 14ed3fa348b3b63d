import { type Model, sizeOf } from '../model/graph';
import { kernelIndices } from './network';

/** A place where a forward pass can be resumed: everything the rest of the graph needs from what came before. */
export interface Cut {
  /** Node from which to go on. */
  readonly from: number;
  /** Earlier nodes whose outputs are still needed. */
  readonly live: readonly number[];
  /** Number of kernels that the live outputs depend on: they are the first ones. */
  readonly kernels: number;
  /** Bytes of the live outputs for one image. */
  readonly bytes: number;
}

/** Before every layer with kernels but the first, and at the end; in flow order. */
export function cutsOf(model: Model): readonly Cut[] {
  const end = model.nodes.length;
  const weighted = model.nodes.flatMap((node, index) => (kernelIndices(node.op).length > 0 ? [index] : []));
  return [...weighted.slice(1), end].map((from) => {
    const live = liveBefore(model, from);
    return {
      from,
      live,
      kernels: model.nodes.slice(0, from).reduce((sum, node) => sum + kernelIndices(node.op).length, 0),
      bytes: live.reduce((sum, index) => sum + 4 * sizeOf(model.nodes[index]?.shape ?? []), 0),
    };
  });
}

/** Multiply-accumulates that take about twice the time of writing one byte away. */
const MACS_A_BYTE = 20;

/** The cuts whose outputs take clearly longer to compute from the cut before than to keep, and the end. */
export function worthKeeping(cuts: readonly Cut[], model: Model): readonly Cut[] {
  const macsBefore = ({ kernels }: Cut): number =>
    model.kernels.slice(0, kernels).reduce((sum, { info }) => sum + info.macs, 0);
  let done = 0;
  return cuts.filter((cut) => {
    const isWorth = cut.from === model.nodes.length || macsBefore(cut) - done >= MACS_A_BYTE * cut.bytes;
    if (isWorth) done = macsBefore(cut);
    return isWorth;
  });
}

/** Nodes before `from` whose outputs are still needed from there on; at the end the last one. */
export function liveBefore(model: Model, from: number): readonly number[] {
  if (from === model.nodes.length) return [from - 1];
  const needed = new Set(model.nodes.slice(from).flatMap((node) => node.inputs));
  return [...needed].filter((index) => index < from).sort((a, b) => a - b);
}
