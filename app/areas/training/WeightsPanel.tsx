import { useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { Weights } from '../../charts/training/Weights';
import { type WeightsSide, weightsModel, weightsSentence, weightsTable } from '../../charts/training/weights';
import { Button } from '../../controls/Button';
import { count } from '../../controls/format';
import { useStore } from '../../store/store';
import empty from './CurvesPanel.module.css';
import { useRunStatus, useSnapshotSteps, useWeights } from './shown';
import { showStep, useTraining } from './store';
import css from './WeightsPanel.module.css';

/** The float weights of the selected layer and what the network sees of them, at any step that was kept. */
export function WeightsPanel() {
  const layer = useStore((state) => state.view.layer);
  const sides = useWeights(layer);
  const status = useRunStatus();
  return (
    <PanelFrame
      title="Latent and quantized"
      caption={`${layer ?? ''}, log count; dashed: at step 0`}
      summary={weightsSentence(layer ?? 'the layer', sides)}
      status={{ ...status, problem: null, status: status.status === 'failed' ? 'ready' : status.status }}
      table={() => weightsTable(sides)}
      exportName={`${layer ?? 'layer'}-training-weights`}
      footer={<Scrubber />}
    >
      {(size) => <Body sides={sides} size={size} />}
    </PanelFrame>
  );
}

function Body({ sides, size }: { readonly sides: readonly WeightsSide[]; readonly size: Size }) {
  const model = useMemo(() => weightsModel(sides, size), [sides, size]);
  if (model !== null) return <Weights model={model} />;
  return (
    <p className={empty.empty}>
      The float weights that training moves, and the few values that the network sees of them.
    </p>
  );
}

/** A slider over the steps whose weights were kept; it follows the run until it is moved. */
function Scrubber() {
  const steps = useSnapshotSteps();
  const shownStep = useTraining((state) => state.shownStep);
  const isRunning = useTraining((state) => state.queue.length > 0);
  if (steps.length < 2) return null;
  const last = steps.length - 1;
  const found = shownStep === null ? last : steps.findLastIndex((step) => step <= shownStep);
  const at = Math.max(found, 0);
  const text = `step ${count(steps[at] ?? 0)}`;
  return (
    <div className={css.scrubber}>
      <span className={css.step}>{text}</span>
      <input
        type="range"
        aria-label="Step whose weights are shown"
        aria-valuetext={text}
        min={0}
        max={last}
        step={1}
        value={at}
        onChange={(event) => {
          const index = Number(event.currentTarget.value);
          showStep(index === last ? null : (steps[index] ?? null));
        }}
      />
      <Button small disabled={shownStep === null} onClick={() => showStep(null)}>
        {isRunning ? 'Follow' : 'Last'}
      </Button>
    </div>
  );
}
