import { useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { Curves } from '../../charts/training/Curves';
import { type Curve, curvesModel, curvesSentence, curvesTable } from '../../charts/training/curves';
import { count } from '../../controls/format';
import { useStore } from '../../store/store';
import css from './CurvesPanel.module.css';
import { useCurves, useRunStatus } from './shown';
import { showStep, useTraining } from './store';

/** Accuracy on test images and training loss of the runs, step by step. */
export function CurvesPanel() {
  const curves = useCurves();
  const status = useRunStatus();
  const images = useStore((state) => state.experiment.images);
  return (
    <PanelFrame
      title="Loss and accuracy"
      caption={`first ${count(images)} test images, measured`}
      summary={curvesSentence(curves)}
      status={status}
      table={() => curvesTable(curves)}
      exportName="training-curves"
    >
      {(size) => <Body curves={curves} size={size} />}
    </PanelFrame>
  );
}

function Body({ curves, size }: { readonly curves: readonly Curve[]; readonly size: Size }) {
  const shownStep = useTraining((state) => state.shownStep);
  const scores = useStore((state) => state.scores);
  const untrained = useMemo(
    () =>
      (['a', 'b'] as const).flatMap((id) => {
        const { value, status } = scores[id];
        const isDrawn = curves.some((curve) => curve.id === id && !curve.isOld);
        return value === null || status !== 'ready' || !isDrawn ? [] : [{ id, accuracy: value.correct / value.n }];
      }),
    [scores, curves],
  );
  const model = useMemo(
    () => curvesModel({ curves, untrained, shownStep, size }),
    [curves, untrained, shownStep, size],
  );
  if (model === null) {
    return (
      <p className={css.empty}>
        {curves.length === 0
          ? 'Press Start. The accuracy of the quantized network and its training loss are drawn here while it learns.'
          : 'Loading the training images.'}
      </p>
    );
  }
  return <Curves model={model} curves={curves} onStep={showStep} />;
}
