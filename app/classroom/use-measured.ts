import { useMemo } from 'react';
import type { Measured } from '../../src/course/measured';
import type { LinkDigest } from '../../src/experiment/link';
import { measuredOf } from '../course/measure';
import { digestOf } from '../panels/share/digest';
import { store, useStore } from '../store/store';

/** What is measured with the present settings, for goals to be judged by. */
export function useMeasured(): { readonly measured: Measured; readonly digest: LinkDigest | null } {
  const experiment = useStore((state) => state.experiment);
  const scores = useStore((state) => state.scores);
  const networks = useStore((state) => state.networkReports);
  const model = useStore((state) => state.model);
  const testData = useStore((state) => state.testData);
  return useMemo(() => {
    const state = { ...store.getState(), experiment, scores, networkReports: networks, model, testData };
    return { measured: measuredOf(state, [], []), digest: digestOf(state) };
  }, [experiment, scores, networks, model, testData]);
}
