import { describe, expect, it } from 'vitest';
import type { NetworkReport } from '../../../src/jobs/reports';
import type { Score, Slot } from '../../store/state';
import { classify } from '../../../src/tasks/classify';
import { language } from '../../../src/tasks/language';
import { resultText as textOf } from './result';

const empty = { value: null, status: 'empty', key: null, problem: null, ms: null, progress: null } as const;

function slot<T>(value: T, status: Slot<T>['status'] = 'ready'): Slot<T> {
  return { value, status, key: 'k', problem: null, ms: 1540, progress: null };
}

const resultText = (score: Slot<Score>, float: Slot<Score>, size: Slot<NetworkReport>) =>
  textOf({ task: classify, score, float, network: size });

const measured: Score = {
  n: 2000,
  value: 0.475,
  of: 2000,
  paired: null,
  correct: 950,
  low: 0.4532,
  high: 0.4969,
  changed: 1020,
  predictions: new Uint8Array(2000),
  logitsMse: 3,
};
const float: Score = { ...measured, correct: 1812, value: 0.906, changed: null };
const network: NetworkReport = { layers: [], weights: 61470, bitsPerWeight: 3.125, bytes: 25088, floatBytes: 246824 };

describe('the result of one side as text', () => {
  it('holds the places before the first result', () => {
    const text = resultText(empty, empty, empty);
    expect(text.value).toBe('––.–');
    expect(text.provenance).toBeNull();
    expect(text.isOld).toBe(false);
  });

  it('gives accuracy, distance to float, interval, flips, bits and size with ratio', () => {
    const text = resultText(slot(measured), slot(float), slot(network));
    expect(text).toMatchObject({
      value: '47.5',
      unit: '%',
      changedLabel: 'Predictions changed',
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

  it('takes unit, direction and pairing from the task', () => {
    const score = { ...measured, value: 2.4, low: 2.3, high: 2.5, n: 128, of: 16_384, changed: 5000 };
    const paired = { difference: 0.31, low: 0.29, high: 0.33 };
    const text = textOf({ task: language, score: slot({ ...score, paired }), float: slot(score), network: empty });
    expect(text).toMatchObject({
      value: '2.400',
      unit: 'bits/char',
      delta: '+0.310 ± 0.020 vs float',
      interval: '95 % interval 2.300 to 2.500, 128 texts',
      changed: '5,000',
      changedOf: ' of 16,384',
    });
  });
});
