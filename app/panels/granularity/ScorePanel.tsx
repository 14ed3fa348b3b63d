import { memo, useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { hasNetwork } from '../../charts/ladder/input';
import { ScoreChart } from '../../charts/ladder/ScoreChart';
import { type ScorePlot, errorPlot, networkPlot, scoreSentence } from '../../charts/ladder/score';
import { scoreTable } from '../../charts/ladder/words';
import { selectRung } from './actions';
import type { Ladder } from './useLadder';

/** What every rung costs and what it keeps. */
export const ScorePanel = memo(function ScorePanel({ ladder }: { readonly ladder: Ladder }) {
  const { inputs, status } = ladder;
  const thin = (inputs?.families.length ?? 0) > 0 ? '; thin: integers at 2 to 8 bits' : '';
  return (
    <PanelFrame
      title="Score"
      caption={`what is kept for what is really stored; bold: the rungs that no other beats${thin}`}
      summary={inputs === null ? 'Nothing is computed yet.' : scoreSentence(inputs)}
      status={status}
      table={() => (inputs === null ? { columns: [], rows: [] } : scoreTable(inputs))}
      exportName="ladder-score"
    >
      {(size) => <Body ladder={ladder} size={size} />}
    </PanelFrame>
  );
});

function Body({ ladder, size }: { readonly ladder: Ladder; readonly size: Size }) {
  const plots = useMemo(() => plotsOf(ladder, size), [ladder, size]);
  return <ScoreChart plots={plots} width={size.width} height={size.height} onSelect={selectRung} />;
}

function plotsOf({ inputs, float }: Ladder, { width, height }: Size): ScorePlot[] {
  if (inputs === null) return [];
  if (!hasNetwork(inputs.kind)) return [errorPlot(inputs, { left: 0, top: 0, width, height })];
  const isNarrow = width < 480;
  const [w, h] = isNarrow ? [width, height / 2] : [width / 2, height];
  return [
    errorPlot(inputs, { left: 0, top: 0, width: w, height: h }),
    networkPlot(
      inputs,
      float,
      isNarrow ? { left: 0, top: h, width: w, height: h } : { left: w, top: 0, width: w, height: h },
    ),
  ];
}
