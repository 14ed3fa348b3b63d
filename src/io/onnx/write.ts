import type { Model } from '../../model/graph';
import type { TapScales } from '../../activations/technique';
import { tapsOf } from '../../activations/taps';
import { type Side, activationRecipeFor } from '../../experiment/spec';
import { activationGranularities } from '../../activations/granularities';
import { roundBias } from '../../integer/bias';
import type { CalibratedTaps } from '../../jobs/activation-reports';
import { quantizerOf } from '../../quantizers/registry';
import type { SideKernel } from '../side-kernels';
import { addTap } from './activations';
import { storedCodes } from './codes';
import { DataType, GraphWriter, type Port } from './graph-writer';
import { type OnnxKernel, addKernel } from './kernels';
import { addLayer, channelAxis } from './layers';

export interface OnnxSource {
  readonly model: Model;
  /** Null: the float network. */
  readonly side: Side | null;
  /** Every kernel of the model under the side, in flow order. */
  readonly kernels: readonly SideKernel[];
  /** Scales of the inputs of layers whose ranges are fixed. */
  readonly taps: CalibratedTaps;
  /** Free text by key that goes into the file. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface OnnxFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What of the side the file cannot say, in whole sentences. */
  readonly notes: readonly string[];
}

/**
 * A network as an ONNX model: weights as codes under DequantizeLinear, activations between QuantizeLinear and
 * DequantizeLinear. Input and output are named `input` and `output`; images are [N, channels, height, width], already
 * preprocessed. Throws ModelError for a layer without a form in ONNX.
 */
export function writeOnnx(source: OnnxSource): OnnxFile {
  const { model, metadata } = source;
  const writer = new GraphWriter();
  const notes = new Notes();
  const kernels = source.kernels.map((kernel) => onnxKernel(kernel, notes));
  const added = new Map<number, string>();
  const taps = tapScales(source, notes);
  const input = inputOf(model);
  writer.reserve(input.name);
  const outputs = [input.name];
  model.nodes.slice(1).forEach((node, at) => {
    const biases = biasOf(source, at + 1);
    const output = addLayer({
      writer,
      node,
      inputs: node.inputs.map((index) => outputs[index] ?? ''),
      shapes: node.inputs.map((index) => model.nodes[index]?.shape ?? []),
      kernel: (index) => {
        const known = added.get(index) ?? addKernel(writer, kernels[index]!);
        added.set(index, known);
        return known;
      },
      kernelShape: (index) => model.kernels[index]?.info.shape ?? [],
      tapped: (kernel, x, shape) => {
        const scales = taps.get(kernel);
        const { name = '' } = model.kernels[kernel]?.info ?? {};
        return scales === undefined ? x : addTap(writer, x, scales, name, shape.length + 1, channelAxis(shape));
      },
      bias: biases,
    });
    outputs.push(output);
  });
  const last = model.nodes.at(-1)?.shape ?? [];
  const output: Port = {
    name: writer.add('Identity', [outputs.at(-1) ?? ''], 'output'),
    type: DataType.FLOAT,
    shape: first(last),
  };
  return { bytes: writer.finish(model.card.id, input, output, metadata), notes: notes.sentences() };
}

/** Tokens are whole numbers, all else is float32. */
function inputOf({ nodes, card }: Model): Port {
  const isTokens = card.input.preprocess === 'token';
  return { name: 'input', type: isTokens ? DataType.INT64 : DataType.FLOAT, shape: first(nodes[0]?.shape ?? []) };
}

/** A shape with the channels of an image first. */
function first(shape: readonly number[]): readonly number[] {
  const [height = 0, width = 0, channels = 0] = shape;
  return shape.length === 3 ? [channels, height, width] : shape;
}

/** Collects layers that share a reason, so that it is said once. */
class Notes {
  private readonly layers = new Map<string, string[]>();

  add(reason: string, layer: string): void {
    this.layers.set(reason, [...(this.layers.get(reason) ?? []), layer]);
  }

  sentences(): readonly string[] {
    return [...this.layers].map(([reason, layers]) => `${reason} (${layers.join(', ')}).`);
  }
}

function onnxKernel({ kernel, quantized, recipe }: SideKernel, notes: Notes): OnnxKernel {
  if (quantized === null || recipe === null) return { kernel, values: kernel.data, stored: null };
  const form = storedCodes(quantized, recipe);
  if (form === null)
    notes.add(
      `${quantizerOf(recipe.quantizer.id).label} has no form in ONNX: dequantized float32 weights stand in its place`,
      kernel.info.name,
    );
  return { kernel, values: quantized.values, stored: form === null ? null : { form, quantized } };
}

/** Scales by kernel. Ranges that are found at run time, and other roundings than to the nearest even, are not in the file. */
function tapScales({ model, side, taps }: OnnxSource, notes: Notes): ReadonlyMap<number, TapScales> {
  const found = new Map<number, TapScales>();
  for (const { layer, kernel } of side === null ? [] : tapsOf(model)) {
    const recipe = side === null ? null : activationRecipeFor(side, layer);
    if (recipe === null) continue;
    const scales = taps[layer];
    if (activationGranularities[recipe.granularity.id]?.moment === 'dynamic') {
      notes.add('Dynamic ranges of activations have no QuantizeLinear form: these inputs stay float32', layer);
    } else if (scales !== undefined) {
      if (recipe.rounder.id !== 'nearest-even')
        notes.add('QuantizeLinear rounds ties to even, not away from zero: at these inputs ties may differ', layer);
      found.set(kernel, scales);
    }
  }
  return found;
}

/** Rounded to multiples of weight scale x input scale where the side asks for int32 biases and both are fixed. */
function biasOf({ model, side, kernels, taps }: OnnxSource, node: number): Float32Array | null {
  const op = model.nodes[node]?.op;
  if (op === undefined || !('bias' in op) || op.bias === null) return null;
  const index = op.kind === 'separable' ? op.pointwise : op.kernel;
  const { kernel, quantized, recipe } = kernels[index] ?? {};
  const scales = taps[kernel?.info.name ?? '']?.scales;
  const isShared = recipe?.quantizer.id === 'uniform' && quantized?.regions.kind !== 'group';
  if (side?.activations?.bias !== 'int32' || scales?.length !== 1 || !isShared || !quantized?.scales) return op.bias;
  return roundBias(op.bias, quantized.scales, scales[0] ?? 1);
}
