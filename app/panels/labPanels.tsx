import { type ComponentType, lazy, useMemo } from 'react';
import type { TaskId } from '../../src/model/types';
import { useStore } from '../store/store';
import { currentTask } from '../store/test-items';

/** A panel of the Lab; `area` is its place in the first fold, null below it. */
export interface LabPanel {
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
  { name: 'Network', area: 'network', Panel: later(() => network.then((module) => module.NetworkPanel)) },
  { name: 'Histogram', area: 'histogram', Panel: later(() => histogram.then((module) => module.HistogramPanel)) },
  {
    name: 'Channel ranges',
    area: 'channels',
    Panel: later(() => import('./ChannelRangesPanel').then((module) => module.ChannelRangesPanel)),
  },
  {
    name: 'Error map',
    area: 'errors',
    Panel: later(() => import('./ErrorMapPanel').then((module) => module.ErrorMapPanel)),
  },
  {
    name: 'Accuracy',
    area: 'accuracy',
    Panel: later(() => import('./AccuracyPanel').then((module) => module.AccuracyPanel)),
  },
  {
    name: 'Rounding error',
    area: null,
    Panel: later(() => import('./RoundingErrorPanel').then((module) => module.RoundingErrorPanel)),
  },
  { name: 'Formula', area: null, Panel: later(() => import('./FormulaPanel').then((module) => module.FormulaPanel)) },
  {
    name: 'Integer arithmetic',
    area: null,
    Panel: later(() => import('./IntegerPanel').then((module) => module.IntegerPanel)),
  },
  {
    name: 'Speed bench',
    area: null,
    Panel: later(() => import('./SpeedPanel').then((module) => module.SpeedPanel)),
  },
];

/** What each task has to show beside. */
const TASK_PANELS: Readonly<Record<TaskId, readonly LabPanel[]>> = {
  classify: [
    {
      name: 'Confusion',
      area: null,
      Panel: later(() => import('./ConfusionPanel').then((module) => module.ConfusionPanel)),
    },
    {
      name: 'Changed images',
      area: null,
      Panel: later(() => import('./GalleryPanel').then((module) => module.GalleryPanel)),
    },
  ],
  language: [
    {
      name: 'Continuation',
      area: null,
      Panel: later(() => import('./tasks/ContinuationPanel').then((module) => module.ContinuationPanel)),
    },
  ],
  'super-resolution': [
    {
      name: 'Pictures',
      area: null,
      Panel: later(() => import('./tasks/PicturesPanel').then((module) => module.PicturesPanel)),
    },
  ],
  output: [],
  weights: [
    {
      name: 'Without a network',
      area: null,
      Panel: later(() => import('./NoNetworkPanel').then((module) => module.NoNetworkPanel)),
    },
  ],
};

/** Panels that run the network. */
const RUNNING: ReadonlySet<string> = new Set(['Integer arithmetic', 'Speed bench']);

/** The panels of the chosen model, in the order of reading. */
export function useLabPanels(): readonly LabPanel[] {
  const { id } = useStore(currentTask);
  return useMemo(() => {
    const panels = id === 'weights' ? LAB_PANELS.filter(({ name }) => !RUNNING.has(name)) : LAB_PANELS;
    return [...panels, ...TASK_PANELS[id]];
  }, [id]);
}
