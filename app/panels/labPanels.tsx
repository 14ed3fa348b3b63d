import { type ComponentType, lazy, useMemo } from 'react';
import type { PanelId } from '../../src/experiment/assignment';
import type { TaskId } from '../../src/model/types';
import { hiddenPanels } from '../store/guided';
import { useStore } from '../store/store';
import { currentTask } from '../store/test-items';

/** A panel of the Lab; `area` is its place in the first fold, null below it. */
export interface LabPanel {
  readonly id: PanelId;
  readonly name: string;
  readonly area: 'network' | 'histogram' | 'channels' | 'errors' | 'accuracy' | null;
  readonly Panel: ComponentType;
}

/** A panel whose code is fetched when it is first shown, or before: `fetchPanel` may be under way already. */
function later(fetchPanel: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => ({ default: await fetchPanel() }));
}

/** What the first look falls on is on its way while the page is still being set up; the charts bring d3. */
const network = import('./NetworkPanel');
const histogram = import('./HistogramPanel');

/** The panels of every model. */
const LAB_PANELS: readonly LabPanel[] = [
  {
    id: 'network',
    name: 'Network',
    area: 'network',
    Panel: later(() => network.then((module) => module.NetworkPanel)),
  },
  {
    id: 'histogram',
    name: 'Histogram',
    area: 'histogram',
    Panel: later(() => histogram.then((module) => module.HistogramPanel)),
  },
  {
    id: 'channels',
    name: 'Channel ranges',
    area: 'channels',
    Panel: later(() => import('./ChannelRangesPanel').then((module) => module.ChannelRangesPanel)),
  },
  {
    id: 'errors',
    name: 'Error map',
    area: 'errors',
    Panel: later(() => import('./ErrorMapPanel').then((module) => module.ErrorMapPanel)),
  },
  {
    id: 'accuracy',
    name: 'Accuracy',
    area: 'accuracy',
    Panel: later(() => import('./AccuracyPanel').then((module) => module.AccuracyPanel)),
  },
  {
    id: 'rounding',
    name: 'Rounding error',
    area: null,
    Panel: later(() => import('./RoundingErrorPanel').then((module) => module.RoundingErrorPanel)),
  },
  {
    id: 'formula',
    name: 'Formula',
    area: null,
    Panel: later(() => import('./FormulaPanel').then((module) => module.FormulaPanel)),
  },
  {
    id: 'integer',
    name: 'Integer arithmetic',
    area: null,
    Panel: later(() => import('./IntegerPanel').then((module) => module.IntegerPanel)),
  },
  {
    id: 'speed',
    name: 'Speed bench',
    area: null,
    Panel: later(() => import('./SpeedPanel').then((module) => module.SpeedPanel)),
  },
];

/** What each task has to show beside. */
const TASK_PANELS: Readonly<Record<TaskId, readonly LabPanel[]>> = {
  classify: [
    {
      id: 'confusion',
      name: 'Confusion',
      area: null,
      Panel: later(() => import('./ConfusionPanel').then((module) => module.ConfusionPanel)),
    },
    {
      id: 'changed',
      name: 'Changed images',
      area: null,
      Panel: later(() => import('./GalleryPanel').then((module) => module.GalleryPanel)),
    },
  ],
  language: [
    {
      id: 'continuation',
      name: 'Continuation',
      area: null,
      Panel: later(() => import('./tasks/ContinuationPanel').then((module) => module.ContinuationPanel)),
    },
  ],
  'super-resolution': [
    {
      id: 'pictures',
      name: 'Pictures',
      area: null,
      Panel: later(() => import('./tasks/PicturesPanel').then((module) => module.PicturesPanel)),
    },
  ],
  output: [],
  weights: [
    {
      id: 'no-network',
      name: 'Without a network',
      area: null,
      Panel: later(() => import('./NoNetworkPanel').then((module) => module.NoNetworkPanel)),
    },
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
