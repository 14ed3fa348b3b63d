import { type Tap, tapSize, tapsOf } from '../activations/taps';
import { type Model, sizeOf } from '../model/graph';

/** A layer as a search and the hardware models see it. Numbers are for one input. */
export interface LayerWork {
  readonly name: string;
  readonly weights: number;
  readonly macs: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the kernel; 1 for a dense layer. */
  readonly kernel: number;
  /** 0 for a dense layer. */
  readonly stride: number;
  /** Side of the input feature map; 1 for a dense layer. */
  readonly featureMap: number;
  readonly depthwise: boolean;
  readonly activationsIn: number;
  readonly activationsOut: number;
  /** The layer as matrix products [rows, depth] x [depth, columns]: one, or one for each channel of a depthwise layer. */
  readonly product: { readonly rows: number; readonly depth: number; readonly columns: number; readonly times: number };
}

/** The layers that multiply weights with activations, in flow order. */
export function layerWorks(model: Model): readonly LayerWork[] {
  return tapsOf(model).map((tap) => workOf(model, tap));
}

function workOf(model: Model, tap: Tap): LayerWork {
  const { info } = model.kernels[tap.kernel]!;
  const { op, shape } = model.nodes[tap.node]!;
  const depthwise = info.layout === 'depthwise';
  const dense = info.layout === 'dense';
  const [height = 1, , channels = 1, multiplier = 1] = info.shape;
  const positions = info.macs / info.weights;
  const inputs = dense ? (info.shape[0] ?? 1) : channels;
  const outputs = dense ? (info.shape[1] ?? 1) : depthwise ? channels * multiplier : multiplier;
  // The pointwise half of a separable layer takes every position once.
  const strides = 'strides' in op && !(op.kind === 'separable' && tap.kernel === op.pointwise) ? op.strides[0] : 1;
  return {
    name: tap.layer,
    weights: info.weights,
    macs: info.macs,
    inputs,
    outputs,
    kernel: dense ? 1 : height,
    stride: dense ? 0 : strides,
    featureMap: dense ? 1 : (tap.shape[0] ?? 1),
    depthwise,
    activationsIn: tapSize(tap),
    activationsOut: op.kind === 'separable' ? positions * outputs : sizeOf(shape),
    product: depthwise
      ? { rows: multiplier, depth: info.weights / outputs, columns: positions, times: channels }
      : { rows: outputs, depth: info.weights / outputs, columns: positions, times: 1 },
  };
}
