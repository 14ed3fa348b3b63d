/** The operations of a transformer as ONNX nodes. Values are [batch, time, channels]. */
import { ModelError } from '../../model/errors';
import { DataType } from './graph-writer';
import type { LayerScope, OpOf } from './scope';

/** What a score is lowered by where a position may not look, as in the engine. */
const HIDDEN = -1e9;

export function addLayerNorm({ writer, node }: LayerScope, op: OpOf<'layer-norm'>, x: string): string {
  const width = node.shape.at(-1) ?? 0;
  if (node.shape.length === 3)
    throw new ModelError('unsupported-layer', `Layer normalization of an image (${node.name}) is not written to ONNX.`);
  const gamma = writer.floats(`${node.name}/gamma`, [width], op.gamma ?? new Float32Array(width).fill(1));
  const beta = op.beta === null ? [] : [writer.floats(`${node.name}/beta`, [width], op.beta)];
  return writer.add('LayerNormalization', [x, gamma, ...beta], node.name, { axis: -1, epsilon: { float: op.epsilon } });
}

export function addEmbedding({ writer, node, kernel }: LayerScope, op: OpOf<'embedding'>, x: string): string {
  const ids = writer.add('Cast', [x], `${node.name}/ids`, { to: DataType.INT64 });
  return writer.add('Gather', [kernel(op.kernel), ids], node.name, { axis: 0 });
}

/** The first rows of the table, for every text the same. */
export function addPositions({ writer, node, kernel }: LayerScope, op: OpOf<'positions'>): string {
  const [time = 0] = node.shape;
  const list = (what: string, value: number): string => writer.integers(`${node.name}/${what}`, [value]);
  const [from, to, axis] = [list('from', 0), list('to', time), list('axis', 0)];
  const rows = writer.add('Slice', [kernel(op.kernel), from, to, axis], `${node.name}/rows`);
  return writer.add('Unsqueeze', [rows, axis], node.name);
}

/** Causal self-attention: softmax(q k^T / sqrt(size) + mask) v for each head. */
export function addAttention({ writer, node }: LayerScope, { heads }: OpOf<'attention'>, x: string): string {
  const [time = 0, width = 0] = node.shape;
  const size = width / heads;
  const own = (what: string): string => `${node.name}/${what}`;
  const byHead = writer.integers(own('by-head'), [0, 0, heads, size]);
  const parts = writer.split('Split', [x], [own('q'), own('k'), own('v')], { axis: -1, num_outputs: 3 });
  const [q = '', k = '', v = ''] = parts.map((part, index) => {
    const name = own(`${['q', 'k', 'v'][index] ?? ''}-heads`);
    return writer.add('Transpose', [writer.add('Reshape', [part, byHead], `${name}/rows`)], name, {
      perm: index === 1 ? [0, 2, 3, 1] : [0, 2, 1, 3],
    });
  });
  const scale = writer.floats(own('scale'), [], [1 / Math.sqrt(size)]);
  const scores = writer.add('MatMul', [writer.add('Mul', [q, scale], own('q-scaled')), k], own('scores'));
  const hidden = Float32Array.from({ length: time * time }, (_, at) =>
    at % time > Math.floor(at / time) ? HIDDEN : 0,
  );
  const seen = writer.add('Add', [scores, writer.floats(own('mask'), [time, time], hidden)], own('seen'));
  const mixed = writer.add('MatMul', [writer.add('Softmax', [seen], own('shares'), { axis: -1 }), v], own('mixed'));
  const rows = writer.add('Transpose', [mixed], own('rows'), { perm: [0, 2, 1, 3] });
  return writer.add('Reshape', [rows, writer.integers(own('shape'), [0, 0, width])], node.name);
}
