import { useMemo } from 'react';
import { binaryScreen } from '../../../src/experiment/screens/binary';
import type { BinaryLayerReport } from '../../../src/jobs/binary-reports';
import { Cut } from '../../charts/binary/Cut';
import { cutModel, cutSentence, cutTable } from '../../charts/binary/cut-model';
import { fixed } from '../../charts/frame/format';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { Button } from '../../controls/Button';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { type BinarySettings, gripOf, set } from './settings';
import { useSlot } from './slots';

/** The error over the threshold of B, or over the scale of A. */
export function CutPanel({ settings }: { readonly settings: BinarySettings }) {
  const slot = useSlot('layer');
  const { value } = slot;
  const { curve } = settings;
  const isThreshold = curve === 'threshold';
  const now = isThreshold ? settings.factor : settings.alpha;
  return (
    <PanelFrame
      title={isThreshold ? 'Where to cut' : 'Which scale'}
      summary={value === null ? 'Waiting for the weights.' : cutSentence(curve, value, now)}
      status={{ status: slot.status, problem: slot.problem, progress: null }}
      actions={
        <>
          {value !== null && <UseBest report={value} settings={settings} />}
          <SegmentedControl
            name="Error curve"
            value={curve}
            options={binaryScreen.curve.options.map((option) => ({
              ...option,
              name: option.value === 'threshold' ? 'Threshold of ternary' : 'Scale of binary',
            }))}
            onChange={(next) => set('curve', next)}
          />
        </>
      }
      table={() => (value === null ? { columns: [], rows: [] } : cutTable(curve, value))}
      exportName="binary-error-curve"
    >
      {(size) => value !== null && <Body report={value} settings={settings} size={size} />}
    </PanelFrame>
  );
}

/** Moves B to the optimum and back to the rule, or A back to the mean. */
function UseBest({ report, settings }: { readonly report: BinaryLayerReport; readonly settings: BinarySettings }) {
  const isThreshold = settings.curve === 'threshold';
  const best = isThreshold ? Math.min(Math.round(report.optimum.factor * 100) / 100, 2) : 1;
  const now = isThreshold ? settings.factor : settings.alpha;
  const isThere = Math.abs(now - best) < 0.005;
  const target = isThere && isThreshold ? 0.7 : best;
  return (
    <Button small disabled={isThere && !isThreshold} onClick={() => set(isThreshold ? 'factor' : 'alpha', target)}>
      Use {fixed(target, 2)}
    </Button>
  );
}

interface BodyProps {
  readonly report: BinaryLayerReport;
  readonly settings: BinarySettings;
  readonly size: Size;
}

function Body({ report, settings, size }: BodyProps) {
  const { curve } = settings;
  const key = curve === 'threshold' ? 'factor' : 'alpha';
  const now = settings[key];
  const model = useMemo(() => cutModel(curve, report, now, size), [curve, report, now, size]);
  return (
    <Cut
      model={model}
      name={curve === 'threshold' ? 'Threshold factor of B' : 'Scale factor of A'}
      side={curve === 'threshold' ? 'b' : 'a'}
      now={now}
      valueText={cutSentence(curve, report, now)}
      events={gripOf(key, now, (x) => model.plot.x.invert(x))}
    />
  );
}
