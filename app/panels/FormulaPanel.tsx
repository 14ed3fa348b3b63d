import { useDeferredValue, useMemo } from 'react';
import { recipeFor } from '../../src/experiment/spec';
import { Formulas } from '../charts/formula/Formulas';
import { formulaTable, rowsOf, sentence, sideFormulas } from '../charts/formula/model';
import { PanelFrame } from '../charts/frame/PanelFrame';
import { shownReports } from '../charts/frame/reports';
import { useStore } from '../store/store';
import { deferred } from './deferred';
import { type SelectedReports, useSelectedReports } from './selectedReports';

/** Every formula of the two recipes with the numbers of the selected layer in it. */
export const FormulaPanel = deferred(useSelectedReports, Panel);

function Panel({ value: selected }: { readonly value: SelectedReports }) {
  const { layer, reports, sides, status } = selected;
  const a = useDeferredValue(useStore((state) => state.experiment.a));
  const b = useDeferredValue(useStore((state) => state.experiment.b));
  const formulas = useMemo(() => {
    const specs = { a, b };
    return shownReports(reports, sides).map(({ side, report }) =>
      sideFormulas(side, report, recipeFor(specs[side], report.layer)),
    );
  }, [reports, sides, a, b]);
  const rows = useMemo(() => rowsOf(formulas), [formulas]);
  return (
    <PanelFrame
      title="The formulas"
      caption="with the present numbers; point at a symbol"
      summary={sentence(layer, formulas)}
      status={status}
      table={() => formulaTable(rows)}
      exportName={`${layer}-formulas`}
      fit="content"
      drawn={false}
    >
      {() => <Formulas sides={formulas} rows={rows} />}
    </PanelFrame>
  );
}
