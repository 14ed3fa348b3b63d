import { activationRecipeFor } from '../experiment/spec';
import type { SideKernel } from '../io/side-kernels';
import type { Kernels } from '../kernels/index';
import type { Model } from '../model/graph';
import { readBoolean } from '../params/read';
import { codebook } from '../quantizers/codebook';
import { resultOf } from '../numerics/steps';
import type { JobTable } from './catalogue';
import type { ExportJobs, FileFormat, FileRequest, WrittenFile } from './export-reports';
import type { ModelsByWeights } from './weight-sets';

interface Resources {
  readonly model: Model | null;
  readonly kernels: Kernels | null;
  readonly sets: ModelsByWeights;
}

interface Source extends FileRequest {
  readonly model: Model;
  readonly made: readonly SideKernel[];
}

/** Each writer is fetched when it is first asked for. */
const WRITERS: Readonly<Record<FileFormat, (source: Source) => Promise<WrittenFile>>> = {
  onnx: async ({ model, side, made, taps, metadata }) => {
    const { writeOnnx } = await import('../io/onnx/write');
    return writeOnnx({ model, side, kernels: made, taps, metadata });
  },
  packed: async ({ model, made, metadata, side }) => {
    const { writePacked } = await import('../io/packed/write');
    return {
      bytes: writePacked(model, made, metadata),
      notes: [...huffmanNote(made), ...weightsOnly({ model, side })],
    };
  },
  tfjs: async ({ model, made, side }) => {
    const { writeTfjs } = await import('../io/tfjs-zip');
    return { bytes: writeTfjs(model, made), notes: [...ownLayersNote(model), ...weightsOnly({ model, side })] };
  },
  numpy: async ({ model, made, taps, metadata, side }) => {
    const { writeScript } = await import('../io/scripts/write');
    const bytes = writeScript({ model, kernels: made, taps, metadata, images: null });
    return { bytes, notes: [...huffmanNote(made), ...weightsOnly({ model, side })] };
  },
  torch: async ({ model, made, taps, metadata, side, images = null }) => {
    const { writeScript } = await import('../io/scripts/write');
    const bytes = writeScript({ model, kernels: made, taps, metadata, images });
    return { bytes, notes: dynamicNote({ model, side, taps }) };
  },
};

/** Files of the loaded model. */
export const exportJobs: JobTable<ExportJobs, Resources> = {
  'write-file': async (request, { model, kernels, sets }) => {
    if (model === null || kernels === null) throw new RangeError('No model is loaded in this worker.');
    const { sideKernels } = await import('../io/side-kernels');
    const own = sets.of(model, request.side?.weights);
    const made = resultOf(sideKernels(own, request.side, kernels));
    return WRITERS[request.format]({ ...request, model: own, made });
  },
};

function weightsOnly({ model, side }: Pick<Source, 'model' | 'side'>): readonly string[] {
  const isQuantized = side !== null && model.kernels.some(({ info }) => activationRecipeFor(side, info.name) !== null);
  return isQuantized ? ['The file holds weights; the quantization of activations is not in it.'] : [];
}

function dynamicNote({ model, side, taps }: Pick<Source, 'model' | 'side' | 'taps'>): readonly string[] {
  const left = model.kernels.filter(
    ({ info: { name } }) => side !== null && activationRecipeFor(side, name) !== null && taps[name] === undefined,
  );
  return left.length === 0 ? [] : ['Inputs with dynamic ranges stay float32 in the script.'];
}

function huffmanNote(made: readonly SideKernel[]): readonly string[] {
  const hasHuffman = made.some(
    ({ recipe }) =>
      recipe?.quantizer.id === 'codebook' && readBoolean(codebook.params, recipe.quantizer.params, 'huffman'),
  );
  return hasHuffman ? ['Indices are stored at fixed length, not in the Huffman code that the stored bits count.'] : [];
}

/** Layers of this project alone; tf.loadLayersModel refuses them. */
const OWN: ReadonlySet<string> = new Set(['positions', 'attention']);

function ownLayersNote({ nodes }: Model): readonly string[] {
  const names = nodes.filter(({ op }) => OWN.has(op.kind)).map(({ name }) => name);
  return names.length === 0 ? [] : [`TensorFlow.js has no such layers as ${names.join(', ')}; this app reads them.`];
}
