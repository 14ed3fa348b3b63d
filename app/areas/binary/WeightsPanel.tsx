import { useMemo } from 'react';
import type { BinaryLayerReport } from '../../../src/jobs/binary-reports';
import { Weights } from '../../charts/binary/Weights';
import { weightsModel, weightsSentence, weightsTable } from '../../charts/binary/weights-model';
import { count } from '../../charts/frame/format';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { useStore } from '../../store/store';
import { type BinarySettings, gripOf } from './settings';
import { useSlot } from './slots';

/** The weights of a layer under the two levels of A and the three of B. */
export function WeightsPanel({ settings }: { readonly settings: BinarySettings }) {
  const slot = useSlot('layer');
  const layer = useStore((state) => state.view.layer) ?? 'the layer';
  const { value } = slot;
  return (
    <PanelFrame
      title={`Weights of ${layer}`}
      caption={value === null ? 'log count' : `${count(value.n)} values, log count; A above, B below`}
      summary={value === null ? 'Waiting for the weights.' : weightsSentence(layer, value, settings)}
      status={{ status: slot.status, problem: slot.problem, progress: null }}
      actions={<ProvenanceBadge kind="measured" />}
      table={() => (value === null ? { columns: [], rows: [] } : weightsTable(value, settings))}
      exportName="binary-weights"
    >
      {(size) => value !== null && <Body report={value} settings={settings} size={size} />}
    </PanelFrame>
  );
}

interface BodyProps {
  readonly report: BinaryLayerReport;
  readonly settings: BinarySettings;
  readonly size: Size;
}

function Body({ report, settings, size }: BodyProps) {
  const { alpha, factor } = settings;
  const model = useMemo(() => weightsModel(report, { alpha, factor }, size), [report, alpha, factor, size]);
  const mean = report.meanSize || 1;
  const scale = report.curve.alpha[0] || 1;
  return (
    <Weights
      model={model}
      settings={{ alpha, factor }}
      onAlpha={gripOf('alpha', alpha, (x) => model.frame.x.invert(x) / scale)}
      onThreshold={gripOf('factor', factor, (x) => model.frame.x.invert(x) / mean)}
    />
  );
}
