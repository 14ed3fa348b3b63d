import type { LockId, LockablePart } from './assignment';

/** What a lockable part of a side is called on screen. */
const PARTS: Readonly<Record<LockablePart, string>> = {
  format: 'format',
  bits: 'bits',
  granularity: 'granularity',
  clipper: 'clipping',
  rounder: 'rounding',
  seed: 'seed',
  layers: 'settings of single layers',
  activations: 'activations',
  weights: 'trained or rounded weights',
};

/** A lockable thing in words: "bits of B". */
export function lockName(id: LockId): string {
  if (id === 'model') return 'network';
  if (id === 'images') return 'number of test images';
  const [side = '', part] = id.split('.') as [string?, LockablePart?];
  return `${part === undefined ? '' : PARTS[part]} of ${side.toUpperCase()}`;
}

/** The same without its side. */
export function partName(part: LockablePart): string {
  return PARTS[part];
}
