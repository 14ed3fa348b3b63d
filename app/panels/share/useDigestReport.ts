import { useMemo } from 'react';
import { useStore } from '../../store/store';
import { compareDigest, type DigestReport, measuredOf } from './digest';

/** How the opened link's numbers stand to this tab's; null when the link carried none. */
export function useDigestReport(): DigestReport | null {
  const digest = useStore((state) => state.linkDigest);
  const scores = useStore((state) => state.scores);
  const model = useStore((state) => state.model);
  const experiment = useStore((state) => state.experiment);
  const testData = useStore((state) => state.testData);
  // An empty past means that the settings still are, or are again, those that the link set.
  const isChanged = useStore((state) => state.past.length > 0 || state.gestureFrom !== null);
  return useMemo(
    () =>
      digest === null
        ? null
        : compareDigest(digest, { ...measuredOf({ scores, model, experiment, testData }), isChanged }),
    [digest, scores, model, experiment, testData, isChanged],
  );
}
