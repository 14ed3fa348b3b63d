import { describe, expect, it } from 'vitest';
import { type Group, treeOf } from './tree';

const tensors = (...names: readonly string[]) => names.map((name) => ({ name, shape: [2], dtype: 'F32', values: 2 }));

const outline = ({ label, groups, tensors: leaves }: Group): unknown => [
  label,
  ...groups.map(outline),
  ...leaves.map((leaf) => leaf.label),
];

describe('the tree of tensors', () => {
  it('makes a level of a part only where names differ', () => {
    const tree = treeOf(
      tensors('model.layers.0.q.weight', 'model.layers.0.q.bias', 'model.layers.1.q.weight', 'head/kernel'),
    );
    expect(outline(tree)).toEqual(['', ['model.layers.', ['0.q.', 'weight', 'bias'], '1.q.weight'], 'head/kernel']);
    expect(tree.all).toHaveLength(4);
  });

  it('keeps a name that is the beginning of another', () => {
    expect(outline(treeOf(tensors('a', 'a.b', 'a.c')))).toEqual(['', ['a.', 'b', 'c'], 'a']);
  });

  it('is flat without dividers, and empty without tensors', () => {
    expect(outline(treeOf(tensors('x', 'y')))).toEqual(['', 'x', 'y']);
    expect(outline(treeOf([]))).toEqual(['']);
  });

  it('ends for names of dividers alone', () => {
    expect(outline(treeOf(tensors('...', '..', './')))).toBeDefined();
  });
});
