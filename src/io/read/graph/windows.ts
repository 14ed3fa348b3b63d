/** The windows of TensorFlow's operations. */
import type { Borders, Pair } from '../../../model/graph';
import type { Window } from '../network/steps';
import { Unsupported } from '../network/unsupported';
import type { NodeScope } from './scope';

/** Throws Unsupported. */
export function checkChannelsLast({ attributes }: NodeScope): void {
  if (attributes.text('data_format', 'NHWC') !== 'NHWC') throw new Unsupported('its channels come first');
}

/** Throws Unsupported. */
export function windowOf(scope: NodeScope, size: Pair): Window {
  checkChannelsLast(scope);
  const strides = pairIn(scope, 'strides');
  const dilation = pairIn(scope, 'dilations');
  return { size, strides, dilation, borders: bordersOf(scope) };
}

/** Of height and width: [1, height, width, 1], or the two alone. Throws Unsupported. */
export function pairIn({ attributes }: NodeScope, name: string): Pair {
  const given = attributes.numbers(name);
  const [batch = 1, rows = 1, columns = 1, channels = 1] = given.length === 2 ? [1, ...given] : given;
  if (batch !== 1 || channels !== 1 || ![rows, columns].every((one) => Number.isSafeInteger(one) && one > 0))
    throw new Unsupported(`its ${name} are not of height and width`);
  return [rows, columns];
}

function bordersOf({ attributes }: NodeScope): Window['borders'] {
  const padding = attributes.text('padding', 'VALID');
  if (padding === 'SAME') return 'same';
  if (padding === 'VALID') return 'valid';
  if (padding !== 'EXPLICIT') throw new Unsupported('its padding is not known');
  const [, , top = 0, bottom = 0, left = 0, right = 0] = attributes.numbers('explicit_paddings');
  return borders(top, bottom, left, right);
}

/** Throws Unsupported. */
export function borders(...sides: [number, number, number, number]): Borders {
  if (!sides.every((side) => Number.isSafeInteger(side) && side >= 0))
    throw new Unsupported('its borders are no counts');
  return { rows: [sides[0], sides[1]], columns: [sides[2], sides[3]] };
}
