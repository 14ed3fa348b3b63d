import { useMemo } from 'react';
import { PanelFrame } from '../charts/frame/PanelFrame';
import type { Size } from '../charts/frame/useSize';
import { ChannelRanges } from '../charts/ranges/ChannelRanges';
import { rangesTable, sentence } from '../charts/ranges/labels';
import { channelOrder, rangesModel } from '../charts/ranges/model';
import { deferred } from './deferred';
import { type SelectedReports, useSelectedReports } from './selectedReports';

/** How far the channels of the selected layer differ in range, and which thresholds serve them. */
export const ChannelRangesPanel = deferred(useSelectedReports, Panel);

function Panel({ value: selected }: { readonly value: SelectedReports }) {
  const { layer, reports, sides, status } = selected;
  const absMax = (reports.a ?? reports.b)?.channels.absMax;
  return (
    <PanelFrame
      title="Channel ranges"
      caption="max |w|, log scale"
      summary={sentence(layer, reports, sides)}
      status={status}
      table={() => rangesTable(absMax === undefined ? [] : channelOrder(absMax), reports)}
      exportName={`${layer}-channel-ranges`}
    >
      {(size) => <Body selected={selected} size={size} />}
    </PanelFrame>
  );
}

function Body({ selected, size }: { readonly selected: SelectedReports; readonly size: Size }) {
  const { reports, sides } = selected;
  const model = useMemo(() => rangesModel(reports, sides, size), [reports, sides, size]);
  return model === null ? null : <ChannelRanges model={model} reports={reports} sides={sides} />;
}
