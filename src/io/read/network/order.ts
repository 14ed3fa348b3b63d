import { ReadError, quoted } from '../errors';

/**
 * A node of a graph and all that it depends on, dependencies first, in the order of the file where that is such an order.
 * Throws ReadError `damaged` for a cycle.
 */
export function inOrder<Node extends { readonly name: string }>(
  nodes: readonly Node[],
  last: Node | undefined,
  before: (node: Node) => readonly Node[],
): readonly Node[] {
  const found = dependencies(last, before);
  const needed = new Set(found);
  const listed = nodes.filter((node) => needed.has(node));
  const done = new Set<Node>();
  for (const node of listed) {
    if (!before(node).every((one) => done.has(one))) return found;
    done.add(node);
  }
  return listed;
}

/** Walks with its own stack: a file can hold more nodes than there are call frames. */
function dependencies<Node extends { readonly name: string }>(
  last: Node | undefined,
  before: (node: Node) => readonly Node[],
): readonly Node[] {
  const ordered: Node[] = [];
  const state = new Map<Node, 'open' | 'done'>();
  const stack = last === undefined ? [] : [last];
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    const isDone = state.get(node) === 'done';
    const left = isDone ? [] : before(node).filter((one) => state.get(one) !== 'done');
    if (left.some((one) => one === node || state.get(one) === 'open'))
      throw new ReadError('damaged', `The nodes of the graph form a cycle at ${quoted(node.name)}.`);
    if (left.length > 0) {
      state.set(node, 'open');
      for (const one of new Set(left)) stack.push(one);
      continue;
    }
    if (!isDone) ordered.push(node);
    state.set(node, 'done');
    stack.pop();
  }
  return ordered;
}
