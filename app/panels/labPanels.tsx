import { type ComponentType, lazy } from 'react';
import { ChannelRangesPanel } from './ChannelRangesPanel';
import { ErrorMapPanel } from './ErrorMapPanel';
import { HistogramPanel } from './HistogramPanel';
import { NetworkPanel } from './NetworkPanel';

/** A panel of the Lab; `area` is its place in the first fold, null below it. */
export interface LabPanel {
  readonly name: string;
  readonly area: 'network' | 'histogram' | 'channels' | 'errors' | 'accuracy' | null;
  readonly Panel: ComponentType;
}

/** A panel below the first fold: its code is fetched after that of the panels above. */
function later(fetchPanel: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => ({ default: await fetchPanel() }));
}

function waiting(title: string): ComponentType {
  return () => (
    <section className="card">
      <header className="ph">
        <h2>{title}</h2>
      </header>
    </section>
  );
}

/** The panels in the order of reading. */
export const LAB_PANELS: readonly LabPanel[] = [
  { name: 'Network', area: 'network', Panel: NetworkPanel },
  { name: 'Histogram', area: 'histogram', Panel: HistogramPanel },
  { name: 'Channel ranges', area: 'channels', Panel: ChannelRangesPanel },
  { name: 'Error map', area: 'errors', Panel: ErrorMapPanel },
  { name: 'Accuracy', area: 'accuracy', Panel: waiting('Accuracy') },
  {
    name: 'Rounding error',
    area: null,
    Panel: later(() => import('./RoundingErrorPanel').then((module) => module.RoundingErrorPanel)),
  },
  { name: 'Formula', area: null, Panel: waiting('Formula') },
  { name: 'Confusion', area: null, Panel: waiting('Confusion') },
  { name: 'Changed images', area: null, Panel: waiting('Changed images') },
];
