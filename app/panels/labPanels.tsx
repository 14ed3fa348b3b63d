import { type ComponentType, useMemo } from 'react';
import type { PanelId } from '../../src/experiment/assignment';
import type { TaskId } from '../../src/model/types';
import { hiddenPanels } from '../store/guided';
import { useStore } from '../store/store';
import { currentTask } from '../store/test-items';
import { later } from './later';

/** A panel of the Lab; `area` is its place in the first fold, null below it. */
export interface LabPanel {
  readonly id: PanelId;
  readonly name: string;
  readonly area: 'network' | 'histogram' | 'channels' | 'errors' | 'accuracy' | null;
  readonly Panel: ComponentType;
}

/** What the first look falls on is on its way while the page is still being set up; the charts bring d3. */
void Promise.allSettled([import('./NetworkPanel'), import('./HistogramPanel')]);

function panel(about: Omit<LabPanel, 'Panel'>, fetchPanel: () => Promise<ComponentType>): LabPanel {
  return { ...about, Panel: later(about.name, fetchPanel) };
}

/** The panels of every model: of the first fold the wide ones, then those that stand right of them or below. */
const LAB_PANELS: readonly LabPanel[] = [
  panel({ id: 'network', name: 'Network', area: 'network' }, () =>
    import('./NetworkPanel').then((module) => module.NetworkPanel),
  ),
  panel({ id: 'histogram', name: 'Histogram', area: 'histogram' }, () =>
    import('./HistogramPanel').then((module) => module.HistogramPanel),
  ),
  panel({ id: 'errors', name: 'Error map', area: 'errors' }, () =>
    import('./ErrorMapPanel').then((module) => module.ErrorMapPanel),
  ),
  panel({ id: 'channels', name: 'Channel ranges', area: 'channels' }, () =>
    import('./ChannelRangesPanel').then((module) => module.ChannelRangesPanel),
  ),
  panel({ id: 'accuracy', name: 'Accuracy', area: 'accuracy' }, () =>
    import('./AccuracyPanel').then((module) => module.AccuracyPanel),
  ),
  panel({ id: 'rounding', name: 'Rounding error', area: null }, () =>
    import('./RoundingErrorPanel').then((module) => module.RoundingErrorPanel),
  ),
  panel({ id: 'formula', name: 'Formula', area: null }, () =>
    import('./FormulaPanel').then((module) => module.FormulaPanel),
  ),
  panel({ id: 'integer', name: 'Integer arithmetic', area: null }, () =>
    import('./IntegerPanel').then((module) => module.IntegerPanel),
  ),
  panel({ id: 'speed', name: 'Speed bench', area: null }, () =>
    import('./SpeedPanel').then((module) => module.SpeedPanel),
  ),
];

/** What each task has to show beside. */
const TASK_PANELS: Readonly<Record<TaskId, readonly LabPanel[]>> = {
  classify: [
    panel({ id: 'confusion', name: 'Confusion', area: null }, () =>
      import('./ConfusionPanel').then((module) => module.ConfusionPanel),
    ),
    panel({ id: 'changed', name: 'Changed images', area: null }, () =>
      import('./GalleryPanel').then((module) => module.GalleryPanel),
    ),
  ],
  language: [
    panel({ id: 'continuation', name: 'Continuation', area: null }, () =>
      import('./tasks/ContinuationPanel').then((module) => module.ContinuationPanel),
    ),
  ],
  'super-resolution': [
    panel({ id: 'pictures', name: 'Pictures', area: null }, () =>
      import('./tasks/PicturesPanel').then((module) => module.PicturesPanel),
    ),
  ],
  output: [],
  weights: [
    panel({ id: 'no-network', name: 'Without a network', area: null }, () =>
      import('./NoNetworkPanel').then((module) => module.NoNetworkPanel),
    ),
  ],
};

/** Panels that run the network. */
const RUNNING: ReadonlySet<PanelId> = new Set(['integer', 'speed']);

/** The panels of a task, in the order of reading. */
function panelsOf(task: TaskId): readonly LabPanel[] {
  const panels = task === 'weights' ? LAB_PANELS.filter(({ id }) => !RUNNING.has(id)) : LAB_PANELS;
  return [...panels, ...TASK_PANELS[task]];
}

/** The panels of the chosen model that are not hidden, in the order of reading. */
export function useLabPanels(): readonly LabPanel[] {
  const { id } = useStore(currentTask);
  const hidden = useStore(hiddenPanels);
  return useMemo(() => panelsOf(id).filter((panel) => !hidden.includes(panel.id)), [id, hidden]);
}

/** What can be hidden with the chosen model: its panels, and the explanation in the recipes. */
export function usePanelNames(): readonly { readonly id: PanelId; readonly name: string }[] {
  const { id } = useStore(currentTask);
  return useMemo(() => [...panelsOf(id), { id: 'why' as const, name: 'Why, in the recipes' }], [id]);
}
