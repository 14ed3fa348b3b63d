/** The packed product that the Binary screen goes through. */
import type { BinaryLayerReport, FeatureReport } from '../../../src/jobs/binary-reports';
import { type StepperModel, stepperModel } from '../../charts/binary/stepper-model';
import type { BinarySettings } from './settings';

interface Operands {
  readonly w: Float32Array;
  readonly x: Float32Array;
}

/** Weights of a filter and the inputs under it, in the same order. A depthwise filter sees one channel. */
export function operandsOf(layer: BinaryLayerReport | null, maps: FeatureReport | null): Operands | null {
  if (layer === null || maps === null) return null;
  const { weights, filter } = layer;
  const channels = Math.max(1, Math.round(maps.window.length / Math.max(weights.length, 1)));
  const x = channels === 1 ? maps.window : maps.window.filter((_, i) => i % channels === filter % channels);
  return x.length === weights.length ? { w: weights, x } : null;
}

/** The first product that is shown. */
export function startOf(operands: Operands | null, from: number): number {
  return Math.min(from, Math.max((operands?.w.length ?? 0) - 1, 0));
}

/** The part of the product that the settings choose, with the bits that the reader has turned over. */
export function productOf(
  operands: Operands,
  { from, length, flipW, flipX }: Pick<BinarySettings, 'from' | 'length' | 'flipW' | 'flipX'>,
): StepperModel {
  const start = startOf(operands, from);
  const cut = (values: Float32Array) => values.slice(start, start + length);
  return stepperModel({ w: cut(operands.w), x: cut(operands.x), flipW, flipX });
}
