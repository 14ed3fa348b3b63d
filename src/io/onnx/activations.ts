/** Activations in an ONNX graph: what follows a layer, and codes at the input of one. */
import type { TapScales } from '../../activations/technique';
import type { Activation } from '../../model/graph';
import { integerType, limitsOf, packed } from './codes';
import type { GraphWriter } from './graph-writer';

/** Adds an activation; `axis` is that of the channels. Returns its output. */
export function addActivation(
  writer: GraphWriter,
  x: string,
  activation: Activation,
  name: string,
  axis: number,
): string {
  const add = (type: string, attributes = {}, ...more: string[]) => writer.add(type, [x, ...more], name, attributes);
  const constant = (value: number, what: string): string => writer.floats(`${name}/${what}`, [], [value]);
  switch (activation.kind) {
    case 'linear':
      return x;
    case 'relu':
      return add('Relu');
    case 'relu6':
      return add('Clip', {}, constant(0, 'least'), constant(6, 'most'));
    case 'leaky-relu':
      return add('LeakyRelu', { alpha: { float: activation.slope } });
    case 'elu':
      return add('Elu');
    case 'sigmoid':
      return add('Sigmoid');
    case 'tanh':
      return add('Tanh');
    case 'softplus':
      return add('Softplus');
    case 'softmax':
      return add('Softmax', { axis });
    case 'gelu':
      return add('Gelu', { approximate: activation.approximate ? 'tanh' : 'none' });
    case 'swish':
      return add('Mul', {}, writer.add('Sigmoid', [x], `${name}/sigmoid`));
    case 'general-relu': {
      const threshold = constant(activation.threshold, 'threshold');
      const above = writer.add('GreaterOrEqual', [x, threshold], `${name}/above`);
      const shifted = writer.add('Sub', [x, threshold], `${name}/shifted`);
      const below = writer.add('Mul', [shifted, constant(activation.slope, 'slope')], `${name}/below`);
      const whole = writer.add('Where', [above, x, below], `${name}/whole`);
      return activation.maxValue === Infinity
        ? whole
        : writer.add('Min', [whole, constant(activation.maxValue, 'most')], name);
    }
  }
}

/**
 * Quantizes and dequantizes a value under fixed scales. QuantizeLinear rounds to the nearest even code and saturates at the
 * ends of its type, of 8 bits at least because runtimes know no narrower activations; where the codes of the recipe end before,
 * the values are clipped first.
 * @param rank axes of the value with the batch. @param axis that of the channels.
 */
export function addTap(
  writer: GraphWriter,
  x: string,
  taps: TapScales,
  name: string,
  rank: number,
  axis: number,
): string {
  const { scales, zeroPoints, qmin, qmax } = taps;
  const type = integerType(qmin, qmax, 8);
  const perChannel = scales.length > 1;
  const dims = perChannel ? [scales.length] : [];
  const scale = writer.floats(`${name}/input-scale`, dims, scales);
  const zero = writer.tensor(`${name}/input-zero-point`, type, dims, packed(type, zeroPoints));
  const attributes = perChannel ? { axis } : {};
  const [least, most] = limitsOf(type);
  let value = x;
  if (qmin > least || qmax < most) {
    const shape = perChannel ? Array.from({ length: rank - axis }, (_, at) => (at === 0 ? scales.length : 1)) : [];
    const end = (code: number) => scales.map((one, at) => (code - (zeroPoints[at] ?? 0)) * one);
    value = writer.add('Max', [value, writer.floats(`${name}/input-least`, shape, end(qmin))], `${name}/input-from`);
    value = writer.add('Min', [value, writer.floats(`${name}/input-most`, shape, end(qmax))], `${name}/input-to`);
  }
  const codes = writer.add('QuantizeLinear', [value, scale, zero], `${name}/input-codes`, attributes);
  return writer.add('DequantizeLinear', [codes, scale, zero], `${name}/input`, attributes);
}
