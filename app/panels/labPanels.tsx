import { type ComponentType, lazy } from 'react';
import { HistogramPanel } from './HistogramPanel';
import { NetworkPanel } from './NetworkPanel';

/** A panel of the Lab; `area` is its place in the first fold, null below it. */
export interface LabPanel {
  readonly name: string;
  readonly area: 'network' | 'histogram' | 'channels' | 'errors' | 'accuracy' | null;
  readonly Panel: ComponentType;
}

/** A panel whose code is fetched once that of the first panels runs. */
function later(fetchPanel: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => ({ default: await fetchPanel() }));
}

/** The panels in the order of reading. */
export const LAB_PANELS: readonly LabPanel[] = [
  { name: 'Network', area: 'network', Panel: NetworkPanel },
  { name: 'Histogram', area: 'histogram', Panel: HistogramPanel },
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
    name: 'Confusion',
    area: null,
    Panel: later(() => import('./ConfusionPanel').then((module) => module.ConfusionPanel)),
  },
  {
    name: 'Changed images',
    area: null,
    Panel: later(() => import('./GalleryPanel').then((module) => module.GalleryPanel)),
  },
];
