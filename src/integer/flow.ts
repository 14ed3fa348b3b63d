import type { ValueCodes } from './layer';
import type { Activation, GraphNode, Model } from '../model/graph';
import { usersOf } from '../model/flow';
import { IntegerError } from './error';

/** A node that is computed, with the activation node behind it where that is its only user. */
export interface Flowing {
  readonly node: number;
  /** Node whose output it gives: that of the activation, where there is one. */
  readonly output: number;
  readonly op: GraphNode['op'];
  readonly activation: Activation;
  /** Nodes that it takes; those that only pass a value on are left out. */
  readonly inputs: readonly number[];
}

const LINEAR: Activation = { kind: 'linear' };

/** Nodes that change no value: only the shape. */
function passes({ op }: GraphNode): boolean {
  return op.kind === 'reshape' || op.kind === 'identity';
}

/** The nodes of a model in flow order, without those that pass on, activations taken together with what they follow. */
export function flowOf({ nodes }: Model): readonly Flowing[] {
  const users = usersOf(nodes);
  const source = (node: number): number => (passes(nodes[node]!) ? source(nodes[node]!.inputs[0] ?? 0) : node);
  const flow: Flowing[] = [];
  const taken = new Set<number>();
  nodes.forEach((one, node) => {
    if (node === 0 || passes(one) || taken.has(node)) return;
    const { op } = one;
    const own = 'activation' in op ? op.activation : LINEAR;
    const [user] = users[node] ?? [];
    const next = user === undefined ? undefined : nodes[user]!;
    const fuses = own.kind === 'linear' && users[node]?.length === 1 && next?.op.kind === 'activation' && canFuse(op);
    if (fuses) taken.add(user!);
    const inputs = one.inputs.map(source);
    const activation = fuses ? next.op.activation : own;
    flow.push({ node, output: fuses ? user! : node, op, activation, inputs });
  });
  return flow;
}

function canFuse(op: GraphNode['op']): boolean {
  return 'kernel' in op || op.kind === 'add';
}

/** Which of two forms of a value is asked for: codes of the layers behind, or int32 sums. */
export interface Demand {
  /** Codes of the next layers with weights, which agree; null where no layer takes the value as codes. */
  readonly codes: ValueCodes | null;
  /** Asked for as sums. */
  readonly asSums: boolean;
  /** A mean of its codes comes before the next layer. */
  readonly isAveraged: boolean;
  /** Codes that follow in any way, for the scale of sums. */
  readonly following: ValueCodes | null;
}

/**
 * What is asked of the value of each node (0: the input). Throws IntegerError where two layers ask for different codes of one
 * value. @param taps codes at the input of each node with weights.
 */
export function demandsOf(
  model: Model,
  flow: readonly Flowing[],
  taps: ReadonlyMap<number, ValueCodes>,
): ReadonlyMap<number, Demand> {
  const demands = new Map<number, Demand>();
  const producers = new Map(flow.map((one) => [one.output, one]));
  for (const value of [...flow.map(({ output }) => output), 0].toSorted((a, b) => b - a)) {
    const asked = flow.filter(({ inputs }) => inputs.includes(value));
    const found = asked.map((one) => demandBy(one, value, { taps, demands, producers }));
    const name = model.nodes[value]!.name;
    demands.set(value, {
      codes: same(
        found.flatMap(({ codes }) => (codes === null ? [] : [codes])),
        name,
      ),
      asSums: found.some(({ form }) => form === 'sums'),
      isAveraged: averaged(found, name),
      following: found.map(({ following }) => following).find((one) => one !== null) ?? null,
    });
  }
  return demands;
}

interface Known {
  readonly taps: ReadonlyMap<number, ValueCodes>;
  readonly demands: ReadonlyMap<number, Demand>;
  readonly producers: ReadonlyMap<number, Flowing>;
}

interface Asked {
  readonly form: 'codes' | 'sums';
  readonly codes: ValueCodes | null;
  readonly following: ValueCodes | null;
  /** A mean of the codes is what is asked for, at once or later. */
  readonly isAveraged?: boolean;
}

function demandBy(one: Flowing, value: number, { taps, demands, producers }: Known): Asked {
  const codes = taps.get(one.node) ?? null;
  if (codes !== null) return { form: 'codes', codes, following: codes };
  const behind = demands.get(one.output);
  const following = behind?.following ?? null;
  if (one.op.kind === 'add') return { form: 'sums', codes: null, following };
  const producer = producers.get(value);
  if (isMean(one.op) && producer !== undefined && canSum(producer) && isWhole(one.op))
    return { form: 'sums', codes: null, following };
  return {
    form: 'codes',
    codes: behind?.codes ?? null,
    following,
    isAveraged: isMean(one.op) || behind?.isAveraged === true,
  };
}

/** Whether the codes of a value need room for a mean. Throws IntegerError where a layer takes them as they are, too. */
function averaged(found: readonly Asked[], name: string): boolean {
  const asCodes = found.filter(({ form }) => form === 'codes');
  const needs = asCodes.some(({ isAveraged }) => isAveraged === true);
  if (needs && asCodes.some(({ isAveraged }) => isAveraged !== true))
    throw new IntegerError(`${name} goes into a mean and into a layer, which need different codes.`, name);
  return needs;
}

/** What can give sums: a layer with a ReLU or nothing behind it, or an addition. */
export function canSum({ op, activation }: Flowing): boolean {
  const isPlain = activation.kind === 'linear' || activation.kind === 'relu';
  return isPlain && (op.kind === 'conv2d' || op.kind === 'dense' || op.kind === 'add');
}

export function isMean(op: GraphNode['op']): boolean {
  return (op.kind === 'pool' || op.kind === 'global-pool') && op.mode === 'average';
}

/** No window reaches beyond the image, so that each has as many points. */
function isWhole(op: GraphNode['op']): boolean {
  return op.kind === 'global-pool' || (op.kind === 'pool' && op.padding === 'valid');
}

function same(all: readonly ValueCodes[], name: string): ValueCodes | null {
  const [first = null] = all;
  const differs = all.some(
    ({ scale, zeroPoint, qmin, qmax }) =>
      first === null ||
      scale !== first.scale ||
      zeroPoint !== first.zeroPoint ||
      qmin !== first.qmin ||
      qmax !== first.qmax,
  );
  if (differs) throw new IntegerError(`The layers after ${name} take its output at different scales.`, name);
  return first;
}
