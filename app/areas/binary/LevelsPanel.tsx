import { Play } from 'lucide-react';
import { useMemo } from 'react';
import { LevelsChart } from '../../charts/binary/Levels';
import { type Levels, levelsModel, levelsSentence, levelsTable } from '../../charts/binary/levels-model';
import charts from '../../charts/binary/binary.module.css';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { Button } from '../../controls/Button';
import { store, useStore } from '../../store/store';
import { cancelScores, measure, useScores } from './scores';
import type { BinarySettings } from './settings';
import { useSlot } from './slots';
import { taskOf } from './tasks';

/** The learned levels of the selected layer, while they are trained and after. */
export function LevelsPanel({ settings }: { readonly settings: BinarySettings }) {
  const layer = useStore((state) => state.view.layer) ?? '';
  const floatEnds = settings.ends === 'float';
  const { levels, isRunning, isEnd } = useLevels(settings, layer, floatEnds);
  return (
    <PanelFrame
      title="TTQ levels"
      caption={`${layer}, ${floatEnds ? 'first and last float' : 'all layers'}`}
      summary={isEnd ? `${layer} stays float.` : levelsSentence(layer, levels)}
      status={{ status: 'ready', problem: null, progress: null }}
      actions={
        isRunning ? (
          <Button small onClick={cancelScores}>
            Cancel
          </Button>
        ) : (
          <Button
            small
            onClick={() => measure([taskOf(store.getState().experiment, 'ttq', floatEnds, true)], { first: true })}
          >
            <Play size={13} aria-hidden />
            Train TTQ
          </Button>
        )
      }
      table={() => levelsTable(levels)}
      exportName="ttq-levels"
    >
      {(size) => {
        const model = levels === null || isEnd ? null : levelsModel(levels, size);
        if (model !== null) return <LevelsChart model={model} />;
        return (
          <p className={charts.empty}>
            {isEnd
              ? `${layer} is first or last and stays float. Choose another layer, or quantize all.`
              : 'TTQ learns one level for positive and one for negative weights. Train it to see them part.'}
          </p>
        );
      }}
    </PanelFrame>
  );
}

function useLevels(settings: BinarySettings, layer: string, floatEnds: boolean) {
  const model = useStore((state) => state.model);
  const experiment = useStore((state) => state.experiment);
  const running = useScores((state) => state.running);
  const scores = useScores((state) => state.scores);
  const report = useSlot('layer').value;
  return useMemo(() => {
    const names = model.status === 'ready' ? model.layers.map(({ name }) => name) : [];
    const index = names.indexOf(layer);
    const isEnd = floatEnds && (index === 0 || index === names.length - 1);
    const { key } = taskOf(experiment, 'ttq', floatEnds, true);
    const isRunning = running?.task.key === key;
    const twn = report?.curve.alpha[Math.round(settings.factor * 100)] ?? null;
    const trace = scores.get(key)?.traces.find((one) => one.layer === layer);
    if (isRunning) {
      const samples = running.levels.map(({ step, layers }) => ({ step, ...layers[index] }));
      const of = (name: 'positive' | 'negative' | 'zeros') => samples.map((sample) => sample[name] ?? NaN);
      const levels: Levels = {
        steps: samples.map(({ step }) => step),
        positive: of('positive'),
        negative: of('negative'),
        zeros: of('zeros'),
        total: running.step?.total ?? 0,
        twn,
      };
      return { levels, isRunning, isEnd };
    }
    const levels = trace === undefined ? null : { ...trace, total: trace.steps.at(-1) ?? 0, twn };
    return { levels, isRunning, isEnd };
  }, [model, layer, floatEnds, running, scores, report, settings, experiment]);
}
