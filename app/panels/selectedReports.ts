import { useMemo, useState } from 'react';
import type { SideId } from '../../src/experiment/spec';
import type { LayerReport } from '../../src/jobs/reports';
import type { ReportPair } from '../charts/frame/reports';
import { type PanelStatus, panelStatus } from '../charts/frame/status';
import type { AppState } from '../store/state';
import { useStore } from '../store/store';

type Slots = AppState['layerReports'];

export interface SelectedReports {
  readonly layer: string;
  readonly reports: ReportPair;
  readonly status: PanelStatus;
  readonly show: 'a' | 'both' | 'b';
  /** Sides that are shown, in order. */
  readonly sides: readonly SideId[];
}

const SHOWN: Readonly<Record<SelectedReports['show'], readonly SideId[]>> = { a: ['a'], both: ['a', 'b'], b: ['b'] };

/**
 * The reports of the selected layer. A and B arrive one after the other: until both belong to the same layer the pair
 * before is kept, so that no chart ever compares two layers.
 */
export function useSelectedReports(): SelectedReports {
  const slots = useStore((state) => state.layerReports);
  const show = useStore((state) => state.view.show);
  const selected = useStore((state) => state.view.layer);
  const now = { a: slots.a.value, b: slots.b.value };
  const [held, setHeld] = useState<ReportPair>(now);
  const settled = settle(now, slots, selected, held);
  // The same pair keeps its identity, which is what the models of the charts are memoised by.
  const pair = settled.a === held.a && settled.b === held.b ? held : settled;
  if (pair !== held) setHeld(pair);
  return useMemo(() => {
    const sides = SHOWN[show];
    return {
      layer: (pair.a ?? pair.b)?.layer ?? selected ?? 'layer',
      reports: pair,
      status: panelStatus(...sides.map((side) => slots[side])),
      show,
      sides,
    };
  }, [pair, selected, slots, show]);
}

/** The pair to draw: the present one when both are of one layer, else the one before; a side that failed is left out. */
function settle(now: ReportPair, slots: Slots, selected: string | null, held: ReportPair): ReportPair {
  if (now.a === null || now.b === null || now.a.layer === now.b.layer) return now;
  if (slots.a.status !== 'failed' && slots.b.status !== 'failed') return held;
  const keep = (report: LayerReport) => (report.layer === selected ? report : null);
  return { a: keep(now.a), b: keep(now.b) };
}
