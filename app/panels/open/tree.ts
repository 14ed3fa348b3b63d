import type { ListedTensor } from '../../../src/jobs/own-reports';

/** Tensors whose names begin alike, and groups of them. */
export interface Group {
  /** What its names have in common, from the start; '' for all. */
  readonly path: string;
  /** The part of the path that the groups around it do not have. */
  readonly label: string;
  readonly groups: readonly Group[];
  readonly tensors: readonly Leaf[];
  /** Every tensor below. */
  readonly all: readonly ListedTensor[];
}

export interface Leaf {
  readonly tensor: ListedTensor;
  readonly label: string;
}

/**
 * Tensors by the parts of their names, which "/" and "." divide. A group of one group is drawn into it, so that a part is a
 * level only where names differ.
 */
export function treeOf(tensors: readonly ListedTensor[]): Group {
  return groupOf(tensors, '', '');
}

function groupOf(tensors: readonly ListedTensor[], path: string, label: string): Group {
  const parts = new Map<string, ListedTensor[]>();
  for (const tensor of tensors) {
    const part = nextPart(tensor.name, path.length);
    const same = parts.get(part);
    if (same === undefined) parts.set(part, [tensor]);
    else same.push(tensor);
  }
  const [only] = parts.keys();
  if (parts.size === 1 && only !== undefined && only !== '' && tensors.length > 1)
    return groupOf(tensors, path + only, label + only);
  const groups: Group[] = [];
  const leaves: Leaf[] = [];
  for (const [part, same] of parts) {
    if (same.length > 1) groups.push(groupOf(same, path + part, part));
    else for (const tensor of same) leaves.push({ tensor, label: tensor.name.slice(path.length) });
  }
  return { path, label, groups, tensors: leaves, all: tensors };
}

/** The part of a name from a place on, with the divider after it; '' at the end. */
function nextPart(name: string, from: number): string {
  const rest = name.slice(from);
  const end = rest.search(/[/.]/);
  return end === -1 ? rest : rest.slice(0, end + 1);
}
