import { memo } from 'react';
import { granularityTable } from '../../../src/experiment/screens/granularity';
import { DamageChart } from '../../charts/ladder/DamageChart';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { damageTable } from '../../charts/ladder/words';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { SliderField } from '../../controls/SliderField';
import { setLadder } from './actions';
import css from './Granularity.module.css';
import { type Ladder, useLadderSettings } from './useLadder';

/** One value made large by hand, and how far that reaches under every rung. */
export const OutlierPanel = memo(function OutlierPanel({ ladder }: { readonly ladder: Ladder }) {
  const { settings, inputs, status } = ladder;
  return (
    <PanelFrame
      title="What one outlier does to the others"
      caption="artificial: the trained network has no such value"
      summary={settings.outlier === 'none' || inputs === null ? 'No outlier is put in.' : damageSentence(ladder)}
      status={status}
      fit="content"
      table={() => (inputs === null ? { columns: [], rows: [] } : damageTable(inputs))}
      exportName="ladder-outlier"
      footer={<Controls />}
    >
      {({ width }) =>
        settings.outlier === 'none' ? (
          <p className={css.hint}>
            The largest value of a group sets the step of all that share its scale. Make one value larger than all
            others and see how far the damage reaches under every rung.
          </p>
        ) : (
          inputs !== null && <DamageChart inputs={inputs} width={width} />
        )
      }
    </PanelFrame>
  );
});

function damageSentence({ inputs }: Ladder): string {
  const rows = inputs === null ? [] : damageTable(inputs).rows;
  return `Values that one outlier changes besides itself: ${rows.map(([label, touched]) => `${String(label)} ${String(touched)}`).join(', ')}.`;
}

/** They show what is set, even while the results of that are under way. */
function Controls() {
  const settings = useLadderSettings();
  const choice = granularityTable['outlier'];
  const factor = granularityTable['factor'];
  return (
    <div className={css.outlier}>
      <span className={css.field}>
        Put in
        <SegmentedControl
          name="Outlier"
          value={settings.outlier}
          options={
            choice?.kind === 'choice' ? choice.options.map(({ value, label, help }) => ({ value, label, help })) : []
          }
          onChange={(outlier) => setLadder({ outlier, edits: [] })}
        />
      </span>
      {factor?.kind === 'number' && (
        <div className={css.slider}>
          <span>times the largest value</span>
          <SliderField
            name="Outlier over the largest value"
            value={settings.factor}
            range={{ min: factor.min, max: factor.max, integer: false }}
            step={factor.step}
            initial={factor.default}
            disabled={settings.outlier === 'none'}
            onChange={(value, options) => setLadder({ factor: value }, options)}
          />
        </div>
      )}
    </div>
  );
}
