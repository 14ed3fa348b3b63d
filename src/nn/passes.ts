import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { FloatPlan, UNFED } from '../inference/float-plan';
import type { Model } from '../model/graph';
import { ByteCache } from './byte-cache';
import { type Cut, cutsOf, worthKeeping } from './cuts';
import { forward } from './forward';
import { NetworkWeights } from './network';
import type { KernelValues } from './quantized-kernels';
import type { VariantTaps } from './taps';

const ACTIVATION_BUDGET = 96 * 2 ** 20;
/** 5,000 images of 28 by 28. */
const INPUT_BUDGET = 16 * 2 ** 20;

/** Items [from, to) of the test data. */
export interface Batch {
  readonly from: number;
  readonly to: number;
}

/** A network as it is to be run: weights, and what happens to activations. */
export class Variant {
  private uploaded: NetworkWeights | null = null;

  constructor(
    readonly model: Model,
    readonly kernels: readonly KernelValues[],
    readonly taps: VariantTaps,
  ) {}

  get values(): readonly Float32Array[] {
    return this.kernels.map(({ values }) => values);
  }

  /** Its weights on the backend of tfjs, until `dispose`. */
  get weights(): NetworkWeights {
    return (this.uploaded ??= new NetworkWeights(this.model, this.values, this.taps.biases));
  }

  bias(node: number): Float32Array | null {
    const op = this.model.nodes[node]?.op;
    return this.taps.biases.get(node) ?? (op !== undefined && 'bias' in op ? op.bias : null);
  }

  dispose(): void {
    this.uploaded?.dispose();
    this.uploaded = null;
  }
}

/** Keys of outputs that are remembered to have been computed. */
const SEEN = 20_000;

/**
 * Forward passes of variants of one model, in our own kernels where they know every layer, else in tfjs. Outputs in the middle
 * are kept when they are computed for the second time, so that a variant that begins like earlier ones is computed from where
 * they part. Most have nothing in common: writing outputs away takes a tenth of the time of a small network.
 */
export class Passes {
  private readonly cuts: readonly Cut[];
  private readonly outputs = new ByteCache<readonly Float32Array[]>(ACTIVATION_BUDGET);
  private readonly inputs = new ByteCache<Float32Array>(INPUT_BUDGET);
  private readonly plan: FloatPlan | null;
  /** What was computed and not kept. */
  private readonly seen = new Set<string>();

  /**
   * @param makeInput values that go into the network, [items, ...].
   * @param plain do without our own kernels.
   */
  constructor(
    private readonly model: Model,
    private readonly makeInput: (batch: Batch) => Float32Array,
    plain: boolean,
  ) {
    this.cuts = worthKeeping(cutsOf(model), model);
    this.plan = plain ? null : FloatPlan.of(model);
  }

  get kernels(): 'own' | 'tfjs' {
    return this.plan === null ? 'tfjs' : 'own';
  }

  /** What is remembered until the next run stays at least through it. */
  beginRun(): void {
    this.outputs.beginRun();
    this.inputs.beginRun();
  }

  forget(): void {
    this.outputs.clear();
    this.inputs.clear();
    this.seen.clear();
  }

  /**
   * Outputs of a batch, [items, ...], resumed from the last cut whose outputs are remembered. Nothing of a single variant is
   * kept: no other begins like it.
   */
  logits(variant: Variant, batch: Batch, isSingle = false): Float32Array {
    const resume = this.resume(variant, batch);
    const last = this.model.nodes.length - 1;
    const complete = resume.values.get(last);
    if (complete !== undefined) return complete;
    const fresh = this.cuts.filter(
      (cut) =>
        !isSingle &&
        cut.from > resume.from &&
        this.outputs.accepts(bytesOf(cut, batch)) &&
        this.isWanted(cutKey(cut, variant, batch)),
    );
    const wanted = new Set([last, ...fresh.flatMap((cut) => cut.live)]);
    const found = this.compute(variant, batch, resume, wanted);
    const values = new Map([...resume.values, ...found]);
    for (const cut of fresh) this.remember(cut, variant, batch, values);
    return values.get(last) ?? new Float32Array(0);
  }

  private isWanted(key: string): boolean {
    if (this.seen.delete(key)) return true;
    if (this.seen.size === SEEN) this.seen.clear();
    this.seen.add(key);
    return false;
  }

  private compute(
    variant: Variant,
    batch: Batch,
    resume: Resume,
    wanted: ReadonlySet<number>,
  ): ReadonlyMap<number, Float32Array> {
    const { taps } = variant;
    if (this.plan === null || taps.batch !== null) return this.onTfjs(variant, batch, resume, wanted);
    return this.plan.run({
      count: batch.to - batch.from,
      weights: { kernels: variant.values, bias: (node) => variant.bias(node) },
      known: resume.values,
      from: resume.from,
      wanted: new Set([...wanted].filter((node) => node >= resume.from)),
      grids: taps.grids,
      feed: taps.ids.some((id, kernel) => id !== '' && !taps.grids.has(kernel)) ? taps.replace : UNFED,
    });
  }

  private onTfjs(variant: Variant, batch: Batch, resume: Resume, wanted: ReadonlySet<number>) {
    const values = new Map<number, Float32Array>();
    const known = new Map([...resume.values].map(([node, data]) => [node, this.toTensor(node, data, batch)]));
    const tap = (node: number, output: Tensor): Tensor => {
      if (wanted.has(node)) values.set(node, (output.dataSync() as Float32Array).slice());
      return output;
    };
    const { feed } = variant.taps;
    forward({ model: variant.model, weights: variant.weights, known, from: resume.from, tap, feed }).dispose();
    return values;
  }

  private resume(variant: Variant, batch: Batch): Resume {
    for (const cut of this.cuts.toReversed()) {
      const stored = this.outputs.get(cutKey(cut, variant, batch));
      if (stored === undefined) continue;
      return {
        from: cut.from,
        values: new Map(cut.live.map((node, index) => [node, stored[index] ?? new Float32Array(0)])),
      };
    }
    return { from: 1, values: new Map([[0, this.input(batch)]]) };
  }

  private input(batch: Batch): Float32Array {
    const key = batchKey(batch);
    const known = this.inputs.get(key);
    if (known !== undefined) return known;
    const made = this.makeInput(batch);
    this.inputs.set(key, made, made.byteLength);
    return made;
  }

  private remember(cut: Cut, variant: Variant, batch: Batch, values: ReadonlyMap<number, Float32Array>): void {
    const live = cut.live.map((node) => values.get(node) ?? new Float32Array(0));
    this.outputs.set(cutKey(cut, variant, batch), live, bytesOf(cut, batch));
  }

  private toTensor(node: number, data: Float32Array, { from, to }: Batch): Tensor {
    return tensor(data, [to - from, ...(this.model.nodes[node]?.shape ?? [])]);
  }
}

interface Resume {
  readonly from: number;
  readonly values: ReadonlyMap<number, Float32Array>;
}

function bytesOf(cut: Cut, { from, to }: Batch): number {
  return cut.bytes * (to - from);
}

export function batchKey({ from, to }: Batch): string {
  return `${String(from)}-${String(to)}`;
}

/** What the live outputs of a cut depend on: the images, and the kernels before it with their inputs. */
function cutKey(cut: Cut, { kernels, taps }: Variant, batch: Batch): string {
  const ids = kernels.slice(0, cut.kernels).map(({ id }, kernel) => `${String(id)}${taps.ids[kernel] ?? ''}`);
  return `${batchKey(batch)} ${String(cut.from)} ${ids.join(',')}`;
}
