import type { FormatId } from '../../../src/io/read/types';
import { type ListedNetwork, MOST_CHOSEN, type OpenReport } from '../../../src/jobs/own-reports';
import type { AxisOrder } from '../../../src/model/loose-layout';
import type { Distribution } from '../../../src/model/random-inputs';

export const FORMAT_NAMES: Readonly<Record<FormatId, string>> = {
  'tfjs-layers': 'TensorFlow.js layers model',
  'tfjs-graph': 'TensorFlow.js graph model',
  safetensors: 'safetensors',
  npy: 'NumPy array (.npy)',
  npz: 'NumPy archive (.npz)',
  onnx: 'ONNX',
};

/** Formats whose files mostly come out of PyTorch. */
const TORCH: ReadonlySet<FormatId> = new Set(['safetensors', 'onnx']);

export function likelyOrder(format: FormatId): AxisOrder {
  return TORCH.has(format) ? { matrix: 'out-in', convolution: 'oihw' } : { matrix: 'in-out', convolution: 'hwio' };
}

/** Pictures have one or three colours and values from 0 to 1; anything else is taken as standardized. */
export function likelyInputs(network: ListedNetwork | null): Distribution {
  const shape = network?.input ?? [];
  const isPicture = shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
  return isPicture ? 'unit' : 'normal';
}

/** Every layer of a network; of weights alone, matrices and more in the order of the file, as many as fit. */
export function chosenAtFirst({ network, tensors }: OpenReport): ReadonlySet<string> {
  if (network !== null) return new Set(network.kernels.map(({ name }) => name));
  const chosen = new Set<string>();
  let total = 0;
  for (const { name, shape, values } of tensors) {
    if (shape.filter((size) => size > 1).length < 2 || total + values > MOST_CHOSEN) continue;
    total += values;
    chosen.add(name);
  }
  if (chosen.size > 0) return chosen;
  return new Set(
    tensors
      .filter(({ values }) => values > 0 && values <= MOST_CHOSEN)
      .slice(0, 1)
      .map(({ name }) => name),
  );
}
