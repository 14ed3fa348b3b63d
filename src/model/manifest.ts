import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ModelError } from './errors';
import { Fields } from './fields';
import { sizeOf } from './graph';

interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

interface Weight extends WeightSpec {
  readonly data: Float32Array;
}

const FLOAT_BYTES = 4;

/**
 * Names of the files that make up the weights, in the order in which their bytes are joined. Throws ModelError `bad-json`.
 */
export function weightFiles(modelJson: unknown): readonly string[] {
  return groupsOf(modelJson).flatMap((group) => {
    const paths = group.list('paths');
    return paths.every((path) => typeof path === 'string') ? paths : group.fail('paths', 'a list of file names');
  });
}

/** Bytes that the manifest promises. Throws ModelError `bad-json` or `unsupported-dtype`. */
export function weightBytes(modelJson: unknown): number {
  return specsOf(modelJson).reduce((sum, spec) => sum + FLOAT_BYTES * sizeOf(spec.shape), 0);
}

/** The weights of a model by name; every one must be taken by a layer, exactly once. */
export class WeightStore {
  private readonly weights: ReadonlyMap<string, Weight>;
  private readonly taken = new Set<string>();

  /**
   * Checks length, then SHA-256 (lower-case hex), and copies the values out: weight files need not be aligned.
   * Throws ModelError `truncated`, `oversized`, `tampered`, `bad-json` or `unsupported-dtype`.
   */
  constructor(modelJson: unknown, bytes: ArrayBuffer, digest: string) {
    const specs = specsOf(modelJson);
    checkBytes(weightBytes(modelJson), bytes, digest);
    let offset = 0;
    this.weights = new Map(
      specs.map((spec) => {
        const start = offset;
        offset += FLOAT_BYTES * sizeOf(spec.shape);
        return [spec.name, { ...spec, data: new Float32Array(bytes.slice(start, offset)) }];
      }),
    );
  }

  /** The weight `<layer>/<name>`. Throws ModelError `missing-weights`, or `bad-shape` when its shape is not the expected one. */
  take(layer: string, name: string, shape: readonly number[]): Float32Array {
    const weight = this.get(layer, name);
    if (weight.shape.length !== shape.length || weight.shape.some((dim, axis) => dim !== shape[axis])) {
      const [got, wanted] = [weight.shape, shape].map((dims) => `[${dims.join(', ')}]`);
      throw new ModelError(
        'bad-shape',
        `"${weight.name}" has shape ${got ?? ''}, but layer ${layer} needs ${wanted ?? ''}.`,
      );
    }
    this.taken.add(weight.name);
    return weight.data;
  }

  /** Throws ModelError `unexpected-weights` when a weight belongs to no layer, since the result would then be wrong. */
  checkAllTaken(): void {
    const left = [...this.weights.keys()].filter((name) => !this.taken.has(name));
    if (left.length > 0)
      throw new ModelError('unexpected-weights', `No layer uses the weights ${left.slice(0, 5).join(', ')}.`);
  }

  /** Shape of the weight `<layer>/<name>`. Throws ModelError `missing-weights`. */
  shapeOf(layer: string, name: string): readonly number[] {
    return this.get(layer, name).shape;
  }

  private get(layer: string, name: string): Weight {
    const weight = this.find(`${layer}/${name}`);
    if (weight === undefined)
      throw new ModelError('missing-weights', `weights.bin has no "${name}" for layer ${layer}.`);
    return weight;
  }

  /** Exact name, or the only one with scopes of the exporter before it. */
  private find(name: string): Weight | undefined {
    const exact = this.weights.get(name);
    if (exact !== undefined) return exact;
    const scoped = [...this.weights.values()].filter((weight) => weight.name.endsWith(`/${name}`));
    return scoped.length === 1 ? scoped[0] : undefined;
  }
}

function checkBytes(wanted: number, bytes: ArrayBuffer, digest: string): void {
  const counts = `${String(bytes.byteLength)} of ${String(wanted)} bytes`;
  if (bytes.byteLength < wanted) throw new ModelError('truncated', `weights.bin is incomplete: ${counts}.`);
  if (bytes.byteLength > wanted) throw new ModelError('oversized', `weights.bin is too long: ${counts}.`);
  const found = bytesToHex(sha256(new Uint8Array(bytes)));
  if (found !== digest) {
    throw new ModelError(
      'tampered',
      `weights.bin is not the file the card describes (SHA-256 ${found.slice(0, 8)}…, not ${digest.slice(0, 8)}…).`,
    );
  }
}

function groupsOf(modelJson: unknown): readonly Fields[] {
  const groups = new Fields(modelJson, 'model.json').list('weightsManifest');
  return groups.map((group, index) => new Fields(group, `weight group ${String(index)} of model.json`));
}

function specsOf(modelJson: unknown): readonly WeightSpec[] {
  const entries = groupsOf(modelJson).flatMap((group) => group.list('weights'));
  return entries.map((entry, index) => parseSpec(new Fields(entry, `weight ${String(index)} of model.json`)));
}

function parseSpec(entry: Fields): WeightSpec {
  const name = entry.text('name');
  if (entry.has('quantization')) throw new ModelError('unsupported-dtype', `The weight "${name}" is stored quantized.`);
  const dtype = entry.text('dtype');
  if (dtype !== 'float32') throw new ModelError('unsupported-dtype', `The weight "${name}" is stored as ${dtype}.`);
  return { name, shape: entry.dims('shape') };
}
