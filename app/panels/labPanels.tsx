import type { ComponentType } from 'react';
import { HistogramPanel } from './HistogramPanel';
import { NetworkPanel } from './NetworkPanel';

/** A panel of the Lab; `area` is its place in the first fold, null below it. */
export interface LabPanel {
  readonly name: string;
  readonly area: 'network' | 'histogram' | 'channels' | 'errors' | 'accuracy' | null;
  readonly Panel: ComponentType;
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
  { name: 'Channel ranges', area: 'channels', Panel: waiting('Channel ranges') },
  { name: 'Error map', area: 'errors', Panel: waiting('Where the error sits') },
  { name: 'Accuracy', area: 'accuracy', Panel: waiting('Accuracy') },
  { name: 'Rounding error', area: null, Panel: waiting('Rounding error') },
  { name: 'Formula', area: null, Panel: waiting('Formula') },
  { name: 'Confusion', area: null, Panel: waiting('Confusion') },
  { name: 'Changed images', area: null, Panel: waiting('Changed images') },
];
