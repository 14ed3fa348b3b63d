import { useMemo } from 'react';
import type { LayerInfo } from '../../../src/model/types';
import { BINARY_METHODS, type BinaryMethod } from '../../../src/training/binary-methods';
import { storedBits } from '../../../src/binary/stored-bits';
import type { AccuracyRow } from '../../charts/binary/accuracy-model';
import { useStore } from '../../store/store';
import { useScreenParams } from '../useScreenParams';
import { useScores } from './scores';
import { readSettings } from './settings';
import { METHOD_NAMES, taskOf } from './tasks';

/** Every method in both groups, with what is known under the present settings; float stands once. */
export function useRows(): readonly AccuracyRow[] {
  const params = useScreenParams('binary');
  const experiment = useStore((state) => state.experiment);
  const model = useStore((state) => state.model);
  const scores = useScores((state) => state.scores);
  return useMemo(() => {
    const layers = model.status === 'ready' ? model.layers : [];
    const { granularity } = readSettings(params);
    const row = (method: BinaryMethod, floatEnds: boolean): AccuracyRow => {
      const [before, after] = [false, true].map((isTrained) => {
        return scores.get(taskOf(experiment, method, floatEnds, isTrained).key) ?? null;
      });
      return {
        method,
        name: METHOD_NAMES[method],
        floatEnds,
        bits: bitsOf(method, floatEnds, granularity, layers),
        untrained: before ?? null,
        trained: after?.failure === null ? after : null,
        failure: after?.failure?.message ?? null,
      };
    };
    return [
      row('float', true),
      ...[false, true].flatMap((ends) =>
        BINARY_METHODS.filter((method) => method !== 'float').map((method) => row(method, ends)),
      ),
    ];
  }, [params, model, scores, experiment]);
}

function bitsOf(
  method: BinaryMethod,
  floatEnds: boolean,
  granularity: 'tensor' | 'channel',
  layers: readonly LayerInfo[],
) {
  const stored = layers.reduce((sum, layer, index) => {
    const isEnd = index === 0 || index === layers.length - 1;
    return sum + storedBits(method === 'float' || (floatEnds && isEnd) ? 'float' : method, layer, granularity);
  }, 0);
  return (
    stored /
    Math.max(
      layers.reduce((sum, { weights }) => sum + weights, 0),
      1,
    )
  );
}
