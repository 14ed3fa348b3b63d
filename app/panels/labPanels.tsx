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
const network = import('./NetworkPanel');
const histogram = import('./HistogramPanel');

/** The panels of every model. */
const LAB_PANELS: readonly LabPanel[] = [
  {
    id: 'network',
    name: 'Network',
    area: 'network',
    Panel: later('Network', () => network.then((module) => module.NetworkPanel)),
  },
  {
    id: 'histogram',
    name: 'Histogram',
    area: 'histogram',
    Panel: later('Histogram', () => histogram.then((module) => module.HistogramPanel)),
  },
  {
    id: 'channels',
    name: 'Channel ranges',
    area: 'channels',
    Panel: later('Channel ranges', () => import('./ChannelRangesPanel').then((module) => module.ChannelRangesPanel)),
  },
  {
    id: 'errors',
    name: 'Error map',
    area: 'errors',
    Panel: later('Error map', () => import('./ErrorMapPanel').then((module) => module.ErrorMapPanel)),
  },
  {
    id: 'accuracy',
    name: 'Accuracy',
    area: 'accuracy',
    Panel: later('Accuracy', () => import('./AccuracyPanel').then((module) => module.AccuracyPanel)),
  },
  {
    id: 'rounding',
    name: 'Rounding error',
    area: null,
    Panel: later('Rounding error', () => import('./RoundingErrorPanel').then((module) => module.RoundingErrorPanel)),
  },
  {
    id: 'formula',
    name: 'Formula',
    area: null,
    Panel: later('Formula', () => import('./FormulaPanel').then((module) => module.FormulaPanel)),
  },
  {
    id: 'integer',
    name: 'Integer arithmetic',
    area: null,
    Panel: later('Integer arithmetic', () => import('./IntegerPanel').then((module) => module.IntegerPanel)),
  },
  {
    id: 'speed',
    name: 'Speed bench',
    area: null,
    Panel: later('Speed bench', () => import('./SpeedPanel').then((module) => module.SpeedPanel)),
  },
];

/** What each task has to show beside. */
const TASK_PANELS: Readonly<Record<TaskId, readonly LabPanel[]>> = {
  classify: [
    {
      id: 'confusion',
      name: 'Confusion',
      area: null,
      Panel: later('Confusion', () => import('./ConfusionPanel').then((module) => module.ConfusionPanel)),
    },
    {
      id: 'changed',
      name: 'Changed images',
      area: null,
      Panel: later('Changed images', () => import('./GalleryPanel').then((module) => module.GalleryPanel)),
    },
  ],
  language: [
    {
      id: 'continuation',
      name: 'Continuation',
      area: null,
      Panel: later('Continuation', () =>
        import('./tasks/ContinuationPanel').then((module) => module.ContinuationPanel),
      ),
    },
  ],
  'super-resolution': [
    {
      id: 'pictures',
      name: 'Pictures',
      area: null,
      Panel: later('Pictures', () => import('./tasks/PicturesPanel').then((module) => module.PicturesPanel)),
    },
  ],
  output: [],
  weights: [
    {
      id: 'no-network',
      name: 'Without a network',
      area: null,
      Panel: later('Without a network', () => import('./NoNetworkPanel').then((module) => module.NoNetworkPanel)),
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
