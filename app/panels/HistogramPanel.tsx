import { useMemo, useState } from 'react';
import { type Side, type SideId, recipeFor } from '../../src/experiment/spec';
import { quantizers } from '../../src/quantizers/registry';
import { count } from '../charts/frame/format';
import { PanelFrame } from '../charts/frame/PanelFrame';
import type { ReportPair } from '../charts/frame/reports';
import type { Size } from '../charts/frame/useSize';
import type { HandleEvents } from '../charts/histogram/Handles';
import { Histogram } from '../charts/histogram/Histogram';
import { histogramModel, tallest } from '../charts/histogram/model';
import { type ClipBase, clampRatio, clipBase, ratioAt } from '../charts/histogram/thresholds';
import { histogramTable, sentence } from '../charts/histogram/words';
import { useStore } from '../store/store';
import {
  centroidsByHand,
  centroidsByRecipe,
  clipByHand,
  clipByRecipe,
  placeCentroids,
  ratioByHand,
} from './histogramActions';
import { LloydControls } from './LloydControls';
import { type SelectedReports, useSelectedReports } from './selectedReports';

/** What is held between the first and the last step of a drag: the axis, and the scale that turns a place into a ratio. */
interface Held {
  readonly side: SideId;
  readonly maxCount: number;
  readonly base: ClipBase | null;
  readonly ratio: number | null;
}

/** Step of an arrow key, as a share of the range. */
const RATIO_STEP = 0.01;

/** The weights of the selected layer before and after, with everything that can be taken hold of. */
export function HistogramPanel() {
  const selected = useSelectedReports();
  const { layer, reports, status, sides } = selected;
  const n = (reports.a ?? reports.b)?.metrics.n;
  return (
    <PanelFrame
      title={`${layer} weights`}
      caption={n === undefined ? 'log count' : `${count(n)} values, log count; float in grey, clipped hatched`}
      summary={sentence(layer, reports, sides)}
      status={status}
      table={() => histogramTable(reports)}
      exportName={`${layer}-histogram`}
      footer={<LloydControls layer={layer} reports={reports} sides={sides} />}
    >
      {(size) => <Body selected={selected} size={size} />}
    </PanelFrame>
  );
}

function Body({ selected, size }: { readonly selected: SelectedReports; readonly size: Size }) {
  const { layer, reports, show } = selected;
  const a = useStore((state) => state.experiment.a);
  const b = useStore((state) => state.experiment.b);
  const [held, setHeld] = useState<Held | null>(null);
  const model = useMemo(
    () =>
      histogramModel({
        reports,
        show,
        size,
        maxCount: held?.maxCount ?? null,
        held: held === null || held.ratio === null ? null : { side: held.side, ratio: held.ratio },
      }),
    [reports, show, size, held],
  );
  const events = useMemo(() => handlers(layer, reports, held, setHeld), [layer, reports, held]);
  const fixed = useMemo(() => ({ a: hasNoRange(a, layer), b: hasNoRange(b, layer) }), [a, b, layer]);
  return model === null ? null : <Histogram model={model} fixed={fixed} events={events} />;
}

function hasNoRange(side: Side, layer: string): boolean {
  const recipe = recipeFor(side, layer);
  return quantizers[recipe.quantizer.id]?.applies(recipe).clipper !== null;
}

function handlers(
  layer: string,
  reports: ReportPair,
  held: Held | null,
  hold: (held: Held | null) => void,
): HandleEvents {
  const take = (side: SideId): Held => {
    if (held?.side === side) return held;
    const report = reports[side];
    const base = report === null ? null : clipBase(report);
    return { side, base, ratio: base?.ratio ?? null, maxCount: tallest(reports) };
  };
  const clip = (side: SideId, ratio: number, commit: boolean) => {
    hold(commit ? null : { ...take(side), ratio });
    clipByHand(side, layer, ratio, { commit });
  };
  return {
    onThreshold: (side, end, at, { commit }) => {
      const { base } = take(side);
      if (base !== null) clip(side, ratioAt(base, end, at), commit);
    },
    onRatioStep: (side, steps, { commit }) => {
      const ratio = ratioByHand(side, layer) ?? take(side).ratio;
      if (ratio !== null) clip(side, clampRatio(ratio + steps * RATIO_STEP), commit);
    },
    onThresholdReset: (side) => {
      hold(null);
      clipByRecipe(side, layer);
    },
    onCentroid: (side, index, move, { commit }) => {
      const centroids = [...(centroidsByHand(side, layer) ?? reports[side]?.codebook?.centroids ?? [])];
      centroids[index] = between(move(centroids[index] ?? 0), centroids[index - 1], centroids[index + 1]);
      hold(commit ? null : take(side));
      placeCentroids(side, layer, centroids, { commit });
    },
    onCentroidReset: (side) => {
      hold(null);
      centroidsByRecipe(side, layer);
    },
  };
}

/** A centroid stays between its neighbours, so that it keeps its index. */
function between(at: number, low = -Infinity, high = Infinity): number {
  return Math.min(Math.max(at, low), high);
}
