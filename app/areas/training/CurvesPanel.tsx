import { useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { Curves } from '../../charts/training/Curves';
import { type Curve, type CurvesInput, curvesModel, curvesSentence, curvesTable } from '../../charts/training/curves';
import { count } from '../../controls/format';
import { useStore } from '../../store/store';
import { useScreenParams } from '../useScreenParams';
import css from './CurvesPanel.module.css';
import { useChosenSides } from './settings';
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
  const untrained = useUntrainedScores(curves);
  const planned = usePlannedSteps();
  const model = useMemo(
    () => curvesModel({ curves, untrained, planned, shownStep, size }),
    [curves, untrained, planned, shownStep, size],
  );
  if (model === null)
    return <p className={css.empty}>{curves.length === 0 ? START : 'Loading the training images.'}</p>;
  return (
    <>
      <Curves model={model} curves={curves} onStep={showStep} />
      {curves.length === 0 && (
        <p className={css.start} style={{ top: model.loss.top, height: model.loss.bottom - model.loss.top }}>
          {START}
        </p>
      )}
    </>
  );
}

const START =
  'Press Start. The accuracy of the quantized network and its training loss are drawn here while it learns.';

/** What the Lab measures of the chosen sides, without training. */
function useUntrainedScores(curves: readonly Curve[]): CurvesInput['untrained'] {
  const scores = useStore((state) => state.scores);
  const chosen = useChosenSides();
  const drawn = (['a', 'b'] as const).filter((id) =>
    curves.length === 0 ? chosen.includes(id) : curves.some((curve) => curve.id === id && !curve.isOld),
  );
  const key = drawn.join('');
  return useMemo(
    () =>
      (['a', 'b'] as const).flatMap((id) => {
        const { value, status } = scores[id];
        const isKnown = value !== null && status === 'ready' && key.includes(id);
        return isKnown ? [{ id, accuracy: value.correct / value.n }] : [];
      }),
    [scores, key],
  );
}

/** Whole batches of every epoch, as the trainer counts them. */
function usePlannedSteps(): number {
  const { images, batchSize, epochs } = useScreenParams('training');
  return Math.floor(Number(images) / Number(batchSize)) * Number(epochs);
}
