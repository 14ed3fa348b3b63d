import { useMemo } from 'react';
import { PanelFrame } from '../charts/frame/PanelFrame';
import type { Size } from '../charts/frame/useSize';
import { RoundError } from '../charts/rounderror/RoundError';
import { roundErrorModel } from '../charts/rounderror/model';
import { roundErrorTable, sentence } from '../charts/rounderror/words';
import { deferred } from './deferred';
import { type SelectedReports, useSelectedReports } from './selectedReports';

/** How the error of the selected layer is distributed, beside what theory predicts. */
export const RoundingErrorPanel = deferred(useSelectedReports, Panel);

function Panel({ value: selected }: { readonly value: SelectedReports }) {
  const { layer, reports, sides, status } = selected;
  return (
    <PanelFrame
      title="Rounding error"
      caption="ŵ − w in units of the weights, each half to its own peak"
      summary={sentence(layer, reports, sides)}
      status={status}
      table={() => roundErrorTable(reports)}
      exportName={`${layer}-rounding-error`}
    >
      {(size) => <Body selected={selected} size={size} />}
    </PanelFrame>
  );
}

function Body({ selected, size }: { readonly selected: SelectedReports; readonly size: Size }) {
  const { reports, sides } = selected;
  const model = useMemo(() => roundErrorModel(reports, sides, size), [reports, sides, size]);
  return model === null ? null : <RoundError model={model} />;
}
