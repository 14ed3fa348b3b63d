/** Kernels in the order of ONNX: [out, in, height, width] for convolutions, [in, out] for matrix products. */
import type { Kernel } from '../../model/graph';
import type { QuantizedTensor } from '../../quantizers/quantize';
import { type StoredCodes, packed } from './codes';
import type { GraphWriter } from './graph-writer';

/** A kernel as the graph is to hold it. */
export interface OnnxKernel {
  readonly kernel: Kernel;
  /** Float32 values, dequantized where the kernel is quantized. */
  readonly values: Float32Array;
  /** What they are stored as instead; null: as they are. */
  readonly stored: { readonly form: StoredCodes; readonly quantized: QuantizedTensor } | null;
}

/** Adds a kernel; returns the name of its float32 values. */
export function addKernel(writer: GraphWriter, { kernel, values, stored }: OnnxKernel): string {
  const { name } = kernel.info;
  const dims = dimsOf(kernel);
  if (stored === null) return writer.floats(`${name}/kernel`, dims, permuted(values, kernel));
  const { form, quantized } = stored;
  const { kind, rowsPerGroup } = quantized.regions;
  const isBlocked = kind === 'group' && rowsPerGroup < quantized.rows;
  if (isBlocked) return blocked(writer, kernel, form, quantized);
  const axis = kernel.info.layout === 'dense' ? 1 : 0;
  const codes = writer.tensor(`${name}/codes`, form.type, dims, packed(form.type, permuted(form.codes, kernel)));
  const perChannel = kind !== 'tensor';
  const inputs = [codes, ...scaleInputs(writer, name, form, perChannel ? [quantized.columns] : [])];
  return writer.add('DequantizeLinear', inputs, `${name}/kernel`, perChannel ? { axis } : {});
}

/**
 * Scales that are shared along the inputs of a channel, as blocks of the first axis of the matrix [inputs, outputs] that every
 * kernel is here; a convolution gets its axes back afterwards.
 */
function blocked(
  writer: GraphWriter,
  kernel: Kernel,
  form: StoredCodes,
  { rows, columns, regions }: QuantizedTensor,
): string {
  const { name, layout, shape } = kernel.info;
  const groups = form.scales.length / columns;
  const codes = writer.tensor(`${name}/codes`, form.type, [rows, columns], packed(form.type, form.codes));
  const inputs = [codes, ...scaleInputs(writer, name, form, [groups, columns])];
  const attributes = { axis: 0, block_size: regions.rowsPerGroup };
  if (layout === 'dense') return writer.add('DequantizeLinear', inputs, `${name}/kernel`, attributes);
  const matrix = writer.add('DequantizeLinear', inputs, `${name}/matrix`, attributes);
  const [height = 1, width = 1, channels = 1] = shape;
  const target = writer.integers(`${name}/shape`, [height, width, layout === 'conv2d' ? channels : 1, columns]);
  const lastOut = writer.add('Reshape', [matrix, target], `${name}/channels-last`);
  return writer.add('Transpose', [lastOut], `${name}/kernel`, { perm: [3, 2, 0, 1] });
}

function scaleInputs(writer: GraphWriter, name: string, form: StoredCodes, dims: readonly number[]): string[] {
  const scale = writer.floats(`${name}/scale`, dims, form.scales);
  if (form.zeroPoints === null) return [scale];
  return [scale, writer.tensor(`${name}/zero-point`, form.type, dims, packed(form.type, form.zeroPoints))];
}

function dimsOf({ info }: Kernel): readonly number[] {
  const [height = 1, width = 1, channels = 1, last = 1] = info.shape;
  if (info.layout === 'conv2d') return [last, channels, height, width];
  return info.layout === 'depthwise' ? [channels * last, 1, height, width] : info.shape;
}

/** [height, width, in, out] as [out, in, height, width]; a depthwise kernel has one input for each output. */
function permuted<T extends Float32Array | Int32Array>(values: T, { info }: Kernel): T {
  if (info.layout === 'dense') return values;
  const [height = 1, width = 1, channels = 1, last = 1] = info.shape;
  const places = height * width;
  const inner = info.layout === 'conv2d' ? channels : 1;
  const outer = info.layout === 'conv2d' ? last : channels * last;
  const to = values.slice() as T;
  for (let place = 0, from = 0; place < places; place++) {
    for (let i = 0; i < inner; i++) {
      for (let o = 0; o < outer; o++, from++) to[(o * inner + i) * places + place] = values[from]!;
    }
  }
  return to;
}
