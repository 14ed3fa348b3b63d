import { useMemo } from 'react';
import type { SideId } from '../../src/experiment/spec';
import { type PanelStatus, panelStatus } from '../charts/frame/status';
import type { AppState, Slot } from '../store/state';
import { useStore } from '../store/store';

/** What every network predicts for the test images, or what is still missing. */
export interface Predictions {
  readonly labels: Uint8Array | null;
  readonly classes: readonly string[];
  readonly by: Readonly<Record<SideId | 'float', Uint8Array | null>>;
  readonly status: PanelStatus;
  /** Why there is nothing to show yet; null when there is. */
  readonly missing: string | null;
}

export function usePredictions(): Predictions {
  const scores = useStore((state) => state.scores);
  const labels = useStore((state) => state.labels);
  const classes = useStore((state) => state.classes);
  return useMemo(() => predictionsFrom(scores, labels, classes), [scores, labels, classes]);
}

function predictionsFrom(
  scores: AppState['scores'],
  labels: Uint8Array | null,
  classes: readonly string[],
): Predictions {
  const by = { a: predictionsOf(scores.a), b: predictionsOf(scores.b), float: predictionsOf(scores.float) };
  const missing = missingText(scores, labels, by);
  const status = panelStatus(scores.a, scores.b);
  // What is missing is said in the panel; a badge or a dimmed plot would speak of results that are not drawn.
  return {
    labels,
    classes,
    by,
    missing,
    status: missing === null || status.status === 'failed' ? status : NOTHING_DRAWN,
  };
}

const NOTHING_DRAWN: PanelStatus = { status: 'ready', problem: null, progress: null };

function predictionsOf(slot: Slot<{ readonly predictions: Uint8Array | null }>): Uint8Array | null {
  return slot.value?.predictions ?? null;
}

function missingText(scores: AppState['scores'], labels: AppState['labels'], by: Predictions['by']): string | null {
  if (labels !== null && Object.values(by).every((one) => one !== null)) return null;
  const failed = Object.values(scores).some(({ status }) => status === 'failed');
  if (failed) return 'There are no predictions to show: the measurement failed.';
  const isExample = Object.values(scores).some(({ status }) => status === 'precomputed');
  const why = isExample ? 'The pre-computed example holds accuracies but no predictions of single images. ' : '';
  return `${why}They appear as soon as A, B and the float network have been measured in this tab.`;
}
