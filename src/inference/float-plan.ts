import { type InferenceInstructions, instantiateInference } from '../kernels/inference';
import { Arena } from '../kernels/simd/arena';
import { type Model, sizeOf } from '../model/graph';
import { type PlannedNode, plannedNodes } from './chain';
import { type CodeGrid, GridStep } from './float-grid';
import { type FloatStep, copyRows, floatStep } from './float-steps';
import { type Place, imagesTogether, packedBytes, packedPlace, placesOf } from './place';

/** The weights of one network: kernels in the order of the model, biases by node. */
export interface PlanWeights {
  readonly kernels: readonly Float32Array[];
  readonly bias: (node: number) => Float32Array | null;
}

export interface PlanRun {
  /** Images in the batch. */
  readonly count: number;
  readonly weights: PlanWeights;
  /** Outputs that are already known, [count, ...shape], by node. */
  readonly known: ReadonlyMap<number, Float32Array>;
  /** First node to compute; it has weights, or is 1. */
  readonly from: number;
  /** Nodes whose outputs are asked for. */
  readonly wanted: ReadonlySet<number>;
  /** Grids that the inputs of kernels are rounded to, by kernel. */
  readonly grids?: ReadonlyMap<number, CodeGrid>;
  /** Values that any other kernel is multiplied with, in place of its input; null: the input. Each image stands for itself. */
  readonly feed: (kernel: number, input: Float32Array) => Float32Array | null;
  /** Told of each step that is done, by the node that it begins with; of the input, node 0, once it is in place. */
  readonly after?: (node: number) => void;
}

/**
 * A network laid out once in memory of our own: places for the outputs of a few images, tables of addresses, packed weights.
 * Running it allocates nothing but its results. Sums run in another order than those of tfjs; results agree within 1e-5.
 */
export class FloatPlan {
  private readonly places: readonly Place[];
  private readonly steps: readonly FloatStep[];
  private readonly staging: number;
  private readonly users: readonly number[];
  private readonly packed = new Map<FloatStep, { kernel: Float32Array; bias: Float32Array | null }>();
  private readonly gridSteps: ReadonlyMap<number, GridStep>;

  private constructor(
    private readonly model: Model,
    private readonly wasm: InferenceInstructions,
    private readonly together: number,
    planned: readonly PlannedNode[],
  ) {
    const arena = new Arena(wasm);
    this.places = placesOf(model, together, arena);
    const ground = { wasm, arena, model, places: this.places, images: together };
    this.steps = planned.map((one) => floatStep(ground, one));
    this.gridSteps = new Map(
      this.steps.flatMap(({ node, weights }) =>
        weights === null ? [] : [[weights.kernel, new GridStep(wasm, arena, this.places[this.inputOf(node)]!)]],
      ),
    );
    this.staging = arena.reserve(packedBytes(model, together));
    this.users = lastUsers(model);
  }

  /** Null without SIMD, and for a network with a layer that has no kernel of our own. */
  static of(model: Model): FloatPlan | null {
    const planned = plannedNodes(model);
    if ('reason' in planned) return null;
    const wasm = instantiateInference();
    return wasm === null ? null : new FloatPlan(model, wasm, together(model), planned);
  }

  /** Bytes of the packed weights with their biases. */
  get bytes(): number {
    return this.steps.reduce((sum, { weights }) => sum + 4 * (weights?.floats ?? 0), 0);
  }

  /** Outputs of the wanted nodes, [count, ...shape]. Throws RangeError where a known output does not fit. */
  run(given: PlanRun): ReadonlyMap<number, Float32Array> {
    const { count, known, from, wanted, after } = given;
    const outputs = new Map([...wanted].map((node) => [node, new Float32Array(count * this.size(node))]));
    const steps = this.steps.filter(({ node }) => node >= from);
    this.pack(steps, given.weights);
    for (let start = 0; start < count; start += this.together) {
      const images = Math.min(this.together, count - start);
      for (const [node, values] of known) this.put(node, values, start, images);
      after?.(0);
      for (const step of steps) {
        this.step(step, images, given);
        after?.(step.node);
      }
      for (const [node, values] of outputs) values.set(this.take(node, images), start * this.size(node));
    }
    return outputs;
  }

  private step(step: FloatStep, images: number, { feed, grids, wanted }: PlanRun): void {
    const kernel = step.weights?.kernel ?? null;
    if (kernel === null) {
      step.run(images);
      return;
    }
    const input = this.inputOf(step.node);
    const isUsedAgain = wanted.has(input) || this.users[input]! > step.node;
    const grid = grids?.get(kernel);
    const original = grid === undefined ? this.fed(kernel, input, images, feed) : null;
    if (grid !== undefined) {
      if (isUsedAgain) this.take(input, images);
      this.gridSteps.get(kernel)!.run(grid, images);
    }
    step.run(images);
    if (!isUsedAgain) return;
    if (original !== null) this.put(input, original, 0, images);
    else if (grid !== undefined) copyRows(this.wasm, this.staged(input), this.places[input]!, images);
  }

  /** The node whose output a node takes first. */
  private inputOf(node: number): number {
    return this.model.nodes[node]!.inputs[0] ?? 0;
  }

  /** Replaces the input of a kernel where it is fed other values, and returns the input itself then. */
  private fed(kernel: number, input: number, images: number, feed: PlanRun['feed']): Float32Array | null {
    const original = feed === UNFED ? null : this.take(input, images).slice();
    const values = original === null ? null : feed(kernel, original);
    if (values === null) return null;
    this.put(input, values, 0, images);
    return original;
  }

  private pack(steps: readonly FloatStep[], { kernels, bias }: PlanWeights): void {
    for (const step of steps) {
      if (step.weights === null) continue;
      const own = { kernel: kernels[step.weights.kernel]!, bias: bias(step.node) };
      const before = this.packed.get(step);
      if (before?.kernel === own.kernel && before.bias === own.bias) continue;
      const { address, floats } = step.weights;
      step.weights.pack(own.kernel, own.bias, new Float32Array(this.wasm.memory.buffer, address, floats));
      this.packed.set(step, own);
    }
  }

  private size(node: number): number {
    return sizeOf(this.model.nodes[node]!.shape);
  }

  /** Puts images [start, start + images) of a node's outputs in place. */
  private put(node: number, values: Float32Array, start: number, images: number): void {
    const size = this.size(node);
    const part = values.subarray(start * size, (start + images) * size);
    if (part.length !== images * size) throw new RangeError(`The outputs of node ${node} do not fit.`);
    new Float32Array(this.wasm.memory.buffer, this.staging, part.length).set(part);
    copyRows(this.wasm, this.staged(node), this.places[node]!, images);
  }

  /** Outputs of a node for the images in place; a view that ends with the next call. */
  private take(node: number, images: number): Float32Array {
    copyRows(this.wasm, this.places[node]!, this.staged(node), images);
    return new Float32Array(this.wasm.memory.buffer, this.staging, images * this.size(node));
  }

  private staged(node: number): Place {
    return packedPlace(this.model.nodes[node]!.shape, this.staging);
  }
}

/** Feeds every kernel its own input. */
export const UNFED: PlanRun['feed'] = () => null;

function together({ nodes }: Model): number {
  return imagesTogether(nodes.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0));
}

/** For each node the last node that takes its output. */
function lastUsers({ nodes }: Model): readonly number[] {
  const last = nodes.map(() => -1);
  nodes.forEach(({ inputs }, node) => inputs.forEach((input) => (last[input] = node)));
  return last;
}
