import type { Fact } from '../../../src/course/facts';
import { screenParams } from '../../../src/experiment/screens/settings';
import { BINARY_METHODS } from '../../../src/training/binary-methods';
import { operandsOf, productOf } from '../../areas/binary/product';
import { scoreStore } from '../../areas/binary/scores';
import { type BinarySettings, readSettings } from '../../areas/binary/settings';
import { slots } from '../../areas/binary/slots';
import { taskOf } from '../../areas/binary/tasks';
import { drawSigns } from '../../charts/binary/signs-model';
import { store } from '../../store/store';
import type { FactReader } from './reader';

export const reader: FactReader = {
  read: () => {
    const settings = readSettings(screenParams(store.getState().experiment.screens, 'binary'));
    return [...signFacts(settings), ...levelFacts(settings), ...productFacts(settings), ...scoreFacts()];
  },
  subscribe: (onChange) => {
    const stops = [slots.subscribe(onChange), scoreStore.subscribe(onChange)];
    return () => stops.forEach((stop) => stop());
  },
};

function signFacts({ weight, draws, seed }: BinarySettings): readonly Fact[] {
  const { means, probability } = drawSigns(weight, draws, seed);
  return [{ kind: 'signs', key: 'signs', weight, draws, mean: means.at(-1) ?? 0, probability }];
}

/** The threshold of the settings lies on the curve, which has every hundredth. */
function levelFacts({ factor, alpha }: BinarySettings): readonly Fact[] {
  const { layer } = store.getState().view;
  const { value, status } = slots.getState().layer;
  if (value === null || status !== 'ready' || layer === null) return [];
  const at = Math.round(factor * 100);
  const least = Math.min(...value.curve.error);
  const lowest = value.curve.error.indexOf(least);
  return [
    {
      ...{ kind: 'levels', key: layer, layer, factor, alpha },
      errorOver: (value.curve.error[at] ?? NaN) / least,
      best: value.curve.factors[lowest] ?? NaN,
      zeros: value.curve.zeros[at] ?? NaN,
      mean: value.meanSize,
      variance: value.meanSquare - value.meanSize ** 2,
      largest: value.largest,
    },
  ];
}

function productFacts(settings: BinarySettings): readonly Fact[] {
  const operands = operandsOf(slots.getState().layer.value, slots.getState().maps.value);
  if (operands === null) return [];
  const { n, p, dot, floatDot } = productOf(operands, settings);
  return [{ kind: 'product', key: 'product', n, agreeing: p, dot, floatDot }];
}

function scoreFacts(): readonly Fact[] {
  const { experiment } = store.getState();
  const { scores } = scoreStore.getState();
  return BINARY_METHODS.flatMap((method) =>
    [false, true].flatMap((floatEnds) =>
      [false, true].flatMap((isTrained): readonly Fact[] => {
        const { key } = taskOf(experiment, method, floatEnds, isTrained);
        const score = scores.get(key);
        if (score === undefined || score.failure !== null) return [];
        const value = score.correct / score.images;
        return [{ kind: 'binary', key: `${key} ${String(floatEnds)}`, method, floatEnds, isTrained, value }];
      }),
    ),
  );
}
