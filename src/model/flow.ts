import type { GraphNode } from './graph';

/** For each node the nodes that take its output. */
export function usersOf(nodes: readonly GraphNode[]): readonly (readonly number[])[] {
  const uses = nodes.map((): number[] => []);
  nodes.forEach((node, index) => node.inputs.forEach((input) => uses[input]?.push(index)));
  return uses;
}
