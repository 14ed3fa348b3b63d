import { describe, expect, it } from 'vitest';
import type { NetworkReport } from '../../../src/jobs/reports';
import type { Score, Slot } from '../../store/state';
import { resultText } from './result';

const empty = { value: null, status: 'empty', key: null, problem: null, ms: null, progress: null } as const;

function slot<T>(value: T, status: Slot<T>['status'] = 'ready'): Slot<T> {
  return { value, status, key: 'k', problem: null, ms: 1540, progress: null };
}

const measured: Score = {
  n: 2000,
  correct: 950,
  low: 0.4532,
  high: 0.4969,
  changed: 1020,
  predictions: new Uint8Array(2000),
  logitsMse: 3,
};
const float: Score = { ...measured, correct: 1812, changed: null };
const network: NetworkReport = { layers: [], weights: 61470, bitsPerWeight: 3.125, bytes: 25088, floatBytes: 246824 };

describe('the result of one side as text', () => {
  it('holds the places before the first result', () => {
    const text = resultText(empty, empty, empty);
    expect(text.accuracy).toBe('––.–');
    expect(text.provenance).toBeNull();
    expect(text.isOld).toBe(false);
  });

  it('gives accuracy, distance to float, interval, flips, bits and size with ratio', () => {
    const text = resultText(slot(measured), slot(float), slot(network));
    expect(text).toMatchObject({
      accuracy: '47.5',
      delta: '\u221243.1 vs float',
      interval: '95 % interval 45.3 to 49.7, n = 2,000',
      changed: '1,020',
      changedOf: ' of 2,000',
      bits: '3.13',
      size: '24.5 KiB',
      ratio: ' (÷ 9.8)',
      provenance: 'measured',
      isOld: false,
      time: '1.5 s',
    });
  });

  it('never compares accuracies on different numbers of images', () => {
    expect(resultText(slot(measured), slot({ ...float, n: 10000 }), empty).delta).toBe('––.– vs float');
  });

  it('marks what belongs to other settings, and what was computed beforehand', () => {
    expect(resultText(slot(measured, 'running'), empty, empty).isOld).toBe(true);
    const before = { ...measured, predictions: null };
    expect(resultText(slot(before, 'precomputed'), empty, empty)).toMatchObject({
      provenance: 'precomputed',
      isOld: false,
      time: null,
    });
    expect(resultText(slot(before, 'running'), empty, empty)).toMatchObject({ provenance: 'precomputed', isOld: true });
  });
});
