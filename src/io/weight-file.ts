/** Weights that were made, as one file: safetensors, with what made them in its metadata. */
import { decodeLink, encodeLink } from '../experiment/codec';
import { defaultExperiment } from '../experiment/defaults';
import { isRecord } from '../experiment/key';
import { type MadeWeights, type Recipe, recipeFor } from '../experiment/spec';
import type { WeightValues } from '../model/weight-values';
import type { MadeCodes, QuantizerState } from '../quantizers/types';
import { type NamedTensor, TensorFileError, readSafetensors, writeSafetensors } from './safetensors';

/** What a file says besides the values. */
export interface WeightFile {
  readonly model: string;
  readonly weights: MadeWeights;
  readonly set: WeightValues;
  readonly steps: number;
  /** Milliseconds that it took to make them. */
  readonly ms: number;
}

const FORM = 'quantization-playground weights 1';
const KERNEL = '/kernel';

/** Names: `float/<list>`, and for each kernel `codes/<layer>` and `quantized/<layer>`. */
export function writeWeightFile({ model, weights, set, steps, ms }: WeightFile): Uint8Array<ArrayBuffer> {
  const tensor = (name: string, data: NamedTensor['data']): NamedTensor => ({ name, shape: [data.length], data });
  const layers = layersIn(set.names);
  const made = set.kernels.flatMap((kernel, index) => {
    const name = layers[index] ?? String(index);
    return kernel === null ? [] : [tensor(`codes/${name}`, kernel.codes), tensor(`quantized/${name}`, kernel.values)];
  });
  return writeSafetensors({
    metadata: {
      form: FORM,
      link: linkOf(model, weights),
      states: JSON.stringify(set.kernels.map((kernel) => kernel?.state ?? null)),
      steps: String(steps),
      ms: String(Math.round(ms)),
    },
    tensors: [...set.arrays.map((array, index) => tensor(`float/${set.names[index] ?? index}`, array)), ...made],
  });
}

/** Throws TensorFileError for a file that is not one of weights, or whose parts do not fit each other. */
export function readWeightFile(bytes: Uint8Array): WeightFile {
  const { metadata, tensors } = readSafetensors(bytes);
  if (metadata['form'] !== FORM) throw new TensorFileError('The file holds no weights of this app.');
  const { model, weights } = makerOf(metadata['link'] ?? '');
  const byName = new Map(tensors.map(({ name, data }) => [name, data]));
  const floats = tensors.filter(({ name }) => name.startsWith('float/'));
  const names = floats.map(({ name }) => name.slice('float/'.length));
  const arrays = floats.map(({ data }) => data).filter((data) => data instanceof Float32Array);
  if (arrays.length !== floats.length || !arrays.every((array) => array.every(Number.isFinite)))
    throw new TensorFileError('The weights in the file are not all finite numbers.');
  const states = statesOf(metadata['states'] ?? '');
  const kernels = layersIn(names).map((layer, index): MadeCodes | null => {
    const state = states[index] ?? null;
    const recipe = weights.under === null ? null : recipeFor(weights.under, layer);
    if (state === null || recipe === null) return null;
    return codesOf(layer, recipe, state, byName);
  });
  const [steps, ms] = [Number(metadata['steps']), Number(metadata['ms'])];
  if (!(steps >= 0 && ms >= 0)) throw new TensorFileError('The file does not say how its weights were made.');
  return { model, weights, set: { names, arrays, kernels }, steps, ms };
}

function linkOf(model: string, weights: MadeWeights): string {
  const experiment = defaultExperiment();
  return encodeLink({ experiment: { ...experiment, model, a: { ...(weights.under ?? experiment.a), weights } } });
}

function makerOf(link: string): { model: string; weights: MadeWeights } {
  const decoded = decodeLink(link);
  const { a, model } = decoded?.ok === true ? decoded.link.experiment : { a: null, model: '' };
  if (a?.weights === undefined) throw new TensorFileError('The file does not say how its weights were made.');
  return { model, weights: a.weights };
}

function layersIn(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith(KERNEL)).map((name) => name.slice(0, -KERNEL.length));
}

function statesOf(text: string): readonly (QuantizerState | null)[] {
  try {
    const states: unknown = JSON.parse(text);
    if (Array.isArray(states) && states.every((state) => state === null || isState(state)))
      return states as (QuantizerState | null)[];
  } catch {
    // Not JSON: the same as no states.
  }
  throw new TensorFileError('The ranges of the codes in the file are not readable.');
}

function isState(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value['regions'])) return false;
  const lists = ['low', 'high'].every((key) => isFiniteList(value[key]));
  const optional = ['scales', 'zeroPoints', 'centroids'].every(
    (key) => value[key] === null || isFiniteList(value[key]),
  );
  const counts = ['rows', 'columns', 'qmin', 'qmax'].every((key) => Number.isSafeInteger(value[key]));
  const { kind, rowsPerGroup } = value['regions'];
  const isRegion = ['tensor', 'channel', 'group', 'none'].includes(String(kind)) && Number.isSafeInteger(rowsPerGroup);
  return lists && optional && counts && isRegion;
}

function isFiniteList(value: unknown): boolean {
  return Array.isArray(value) && value.every(Number.isFinite);
}

function codesOf(
  layer: string,
  recipe: Recipe,
  state: QuantizerState,
  byName: ReadonlyMap<string, NamedTensor['data']>,
): MadeCodes {
  const [codes, values] = [byName.get(`codes/${layer}`), byName.get(`quantized/${layer}`)];
  const fits =
    codes instanceof Int32Array &&
    values instanceof Float32Array &&
    codes.length === values.length &&
    codes.length === state.rows * state.columns &&
    codes.every((code) => code >= state.qmin && code <= state.qmax) &&
    values.every(Number.isFinite);
  if (!fits) throw new TensorFileError(`The codes of ${layer} in the file do not fit their range.`);
  return { recipe, state, codes, values };
}
