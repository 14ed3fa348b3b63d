import type { Slot } from '../../store/state';

/** How the drawn result stands to the present settings. */
export interface PanelStatus extends Pick<Slot<unknown>, 'status' | 'problem' | 'progress'> {
  /** Stops the job that is running; without it there is no Cancel button. */
  readonly onCancel?: () => void;
  /** What is drawn already belongs to the present settings, so it is not dimmed while the job runs. */
  readonly partial?: boolean;
}

const WORST_FIRST: readonly Slot<unknown>['status'][] = ['failed', 'running', 'stale', 'empty', 'precomputed', 'ready'];

/** The status of a panel that draws several results: that of the one in the worst state. */
export function panelStatus(...slots: readonly PanelStatus[]): PanelStatus {
  const rank = (slot: PanelStatus) => WORST_FIRST.indexOf(slot.status);
  const [first, ...rest] = slots;
  if (first === undefined) return { status: 'empty', problem: null, progress: null };
  return rest.reduce((worst, slot) => (rank(slot) < rank(worst) ? slot : worst), first);
}

/** Whether what is drawn belongs to older settings. */
export function isOutdated({ status, partial = false }: PanelStatus): boolean {
  return status === 'stale' || status === 'failed' || (status === 'running' && !partial);
}
