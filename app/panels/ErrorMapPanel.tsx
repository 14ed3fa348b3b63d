import { useMemo, useState } from 'react';
import { type ColourScale, ErrorMap } from '../charts/errormap/ErrorMap';
import { errorMapModel } from '../charts/errormap/model';
import { colourTop } from '../charts/errormap/paint';
import { errorTable, sentence } from '../charts/errormap/words';
import { PanelFrame } from '../charts/frame/PanelFrame';
import type { Size } from '../charts/frame/useSize';
import { channelOrder } from '../charts/ranges/model';
import { useStore } from '../store/store';
import { deferred } from './deferred';
import { type SelectedReports, useSelectedReports } from './selectedReports';

/** Where in the layer the error sits, and which weights share a scale. */
export const ErrorMapPanel = deferred(useSelectedReports, Panel);

function Panel({ value: selected }: { readonly value: SelectedReports }) {
  const { layer, reports, sides, status } = selected;
  const absMax = (reports.a ?? reports.b)?.channels.absMax;
  return (
    <PanelFrame
      title="Where the error sits"
      caption="outlines show which weights share a scale"
      summary={sentence(layer, reports, sides)}
      status={status}
      table={() => errorTable(absMax === undefined ? [] : channelOrder(absMax), reports)}
      exportName={`${layer}-error-map`}
    >
      {(size) => <Body selected={selected} size={size} />}
    </PanelFrame>
  );
}

function Body({ selected, size }: { readonly selected: SelectedReports; readonly size: Size }) {
  const { reports, sides } = selected;
  const model = useMemo(() => errorMapModel(reports, sides, size), [reports, sides, size]);
  const fresh = useMemo(
    () => colourTop(sides.flatMap((side) => reports[side]?.errorMap.values ?? [])),
    [reports, sides],
  );
  const scale = useFrozen(fresh);
  return model === null ? null : <ErrorMap model={model} scale={scale} />;
}

/** While something is dragged the colours keep their meaning; they are scaled anew when it is let go. */
function useFrozen(fresh: ColourScale): ColourScale {
  const dragging = useStore((state) => state.gestureFrom !== null);
  const [held, setHeld] = useState(fresh);
  if (!dragging && held !== fresh) setHeld(fresh);
  return dragging ? held : fresh;
}
