import { strToU8, zipSync } from 'fflate';
import type { Model } from '../../model/graph';
import type { CalibratedTaps } from '../../jobs/activation-reports';
import { writePacked } from '../packed/write';
import type { SideKernel } from '../side-kernels';
import { NO_TIME } from '../zip-time';
import { numpyScript } from './numpy';
import { torchScript } from './torch';

export interface ScriptSource {
  readonly model: Model;
  readonly kernels: readonly SideKernel[];
  readonly taps: CalibratedTaps;
  readonly metadata: Readonly<Record<string, string>>;
  /** gzip'd test images and labels of the model's data; null: a NumPy script, which needs none. */
  readonly images: ArrayBuffer | null;
}

/**
 * A zip of a script, weights.safetensors with the packed and the float weights, and for PyTorch images.bin. Throws ModelError
 * for a layer that the PyTorch script cannot write.
 */
export function writeScript(source: ScriptSource): Uint8Array<ArrayBuffer> {
  const { model, kernels, metadata, images } = source;
  const about = [
    `Weights of ${metadata['model'] ?? model.card.id} as the Quantization Playground quantizes them:`,
    `${metadata['recipe'] ?? ''}.`,
    `The experiment: ${metadata['link'] ?? ''}`,
  ].join('\n');
  const floats = kernels.map(({ kernel: { info, data } }) => ({ name: `float/${info.name}`, shape: info.shape, data }));
  const weights = writePacked(model, kernels, { ...metadata, ...numbersOf(source) }, floats);
  const script = images === null ? numpyScript(about) : torchScript(model, about);
  const name = images === null ? 'quantize_numpy.py' : 'quantize_torch.py';
  return zipSync(
    {
      [name]: strToU8(script),
      'weights.safetensors': weights,
      ...(images === null ? {} : { 'images.bin': [new Uint8Array(images), { level: 0 }] }),
    },
    { mtime: NO_TIME },
  );
}

/** What the scripts compare with, and what they need besides the weights; all JSON. */
function numbersOf({ model, kernels, taps }: ScriptSource): Readonly<Record<string, string>> {
  const quantized = kernels.flatMap((one) => (one.quantized === null ? [] : [{ ...one, quantized: one.quantized }]));
  const expected = quantized.map(({ kernel, quantized: { values } }) => {
    const sum = kernel.data.reduce((all, weight, at) => all + ((values[at] ?? 0) - weight) ** 2, 0);
    return [kernel.info.name, sum / Math.max(values.length, 1)] as const;
  });
  const uniform = quantized.flatMap(({ kernel, recipe, quantized: { qmin, qmax } }) =>
    recipe?.quantizer.id === 'uniform' && recipe.rounder.id === 'nearest-even' && kernel.made === undefined
      ? [[kernel.info.name, [qmin, qmax]] as const]
      : [],
  );
  const { mean, std } = model.preprocess;
  return {
    expected: JSON.stringify(Object.fromEntries(expected)),
    uniform: JSON.stringify(Object.fromEntries(uniform)),
    taps: JSON.stringify(taps),
    mean: JSON.stringify(mean),
    std: JSON.stringify(std),
    shape: JSON.stringify(model.nodes[0]?.shape ?? []),
  };
}
