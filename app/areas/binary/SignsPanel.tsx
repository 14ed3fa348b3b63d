import { RotateCcw } from 'lucide-react';
import { useMemo } from 'react';
import { binaryScreen } from '../../../src/experiment/screens/binary';
import { Signs } from '../../charts/binary/Signs';
import { drawSigns, signsModel, signsSentence, signsTable } from '../../charts/binary/signs-model';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { Button } from '../../controls/Button';
import { SliderField } from '../../controls/SliderField';
import css from './SignsPanel.module.css';
import { type BinarySettings, set } from './settings';
import { useReplay } from './useReplay';
import { useSlot } from './slots';

const { weight: WEIGHT, draws: DRAWS } = binaryScreen;

/** The deterministic and the stochastic sign of one weight, drawn one by one. */
export function SignsPanel({ settings }: { readonly settings: BinarySettings }) {
  const { weight, draws, seed } = settings;
  const [shown, replay] = useReplay(draws);
  const all = useMemo(() => drawSigns(weight, draws, seed), [weight, draws, seed]);
  const part = useMemo(() => drawSigns(weight, shown, seed), [weight, shown, seed]);
  const report = useSlot('layer').value;
  const typical = report === null ? null : Math.round(report.meanSize * 1000) / 1000;
  return (
    <PanelFrame
      title="Two ways to a sign"
      caption="mean of stochastic signs of one w"
      summary={signsSentence(all)}
      status={{ status: 'ready', problem: null, progress: null }}
      actions={
        <>
          <Button small onClick={() => set('draws', Math.min(draws + 100, DRAWS.max))} disabled={draws >= DRAWS.max}>
            100 more
          </Button>
          <Button small onClick={replay}>
            <RotateCcw size={13} aria-hidden />
            Replay
          </Button>
        </>
      }
      table={() => signsTable(all)}
      exportName="stochastic-signs"
      footer={
        <div className={css.footer}>
          <span aria-hidden>w</span>
          <SliderField
            name="Weight w"
            value={weight}
            range={{ min: WEIGHT.min, max: WEIGHT.max, integer: false }}
            step={WEIGHT.step}
            initial={WEIGHT.default}
            onChange={(value, options) => set('weight', value, options)}
          />
          {typical !== null && (
            <Button small disabled={weight === typical} onClick={() => set('weight', typical)}>
              mean |w| of the layer
            </Button>
          )}
        </div>
      }
    >
      {(size) => <Signs model={signsModel(part, size)} />}
    </PanelFrame>
  );
}
