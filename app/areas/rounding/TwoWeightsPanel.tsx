import { memo, useMemo } from 'react';
import { roundingScreen } from '../../../src/experiment/screens/rounding';
import type { TwoWeights } from '../../../src/rounding/two-weights';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { Landscape } from '../../charts/rounding/Landscape';
import { landscapeModel, landscapeSentence, landscapeTable } from '../../charts/rounding/landscape';
import { Button } from '../../controls/Button';
import { SliderField } from '../../controls/SliderField';
import { setScreenParams } from '../../store/screen-actions';
import css from './RoundingScreen.module.css';
import { type RoundingSettings, set } from './settings';
import { useRounding } from './store';

const READY = { status: 'ready', problem: null, progress: null } as const;

/** Two weights and the four ways to round them. */
export const TwoWeightsPanel = memo(function TwoWeightsPanel({ settings }: { readonly settings: RoundingSettings }) {
  const { first, second, correlation, ratio } = settings;
  const given = useMemo(() => ({ first, second, correlation, ratio }), [first, second, correlation, ratio]);
  return (
    <PanelFrame
      title="Two weights, four roundings"
      caption="output error in squared steps"
      summary={landscapeSentence(given)}
      status={READY}
      table={() => landscapeTable(given)}
      exportName="rounding-landscape"
      footer={<Sliders given={given} />}
    >
      {(size) => <Body given={given} size={size} />}
    </PanelFrame>
  );
});

function Body({ given, size }: { readonly given: TwoWeights; readonly size: Size }) {
  const model = useMemo(() => landscapeModel(given, size), [given, size]);
  return <Landscape model={model} onMove={move} />;
}

function move(first: number, second: number, options: { commit: boolean }): void {
  setScreenParams('rounding', { first, second }, options);
}

const KEYS = ['first', 'second', 'correlation', 'ratio'] as const;

function Sliders({ given }: { readonly given: TwoWeights }) {
  return (
    <div className={css.sliders}>
      {KEYS.map((key) => {
        const { label, min, max, step, default: initial } = roundingScreen[key];
        return (
          <div key={key} className={css.slider}>
            <span aria-hidden>{label}</span>
            <SliderField
              name={label}
              value={given[key]}
              range={{ min, max, integer: false }}
              step={step}
              initial={initial}
              onChange={(value, options) => set(key, Math.round(value * 100) / 100, options)}
            />
          </div>
        );
      })}
      <FromRow />
    </div>
  );
}

/** Takes the two weights of the chosen output for which rounding to nearest does worst. */
function FromRow() {
  const report = useRounding(({ row }) => (row.status === 'ready' ? row.report : null));
  const pair = report?.pair ?? null;
  if (report === null || pair === null) return null;
  const [first, second] = pair.fractions;
  const round = (value: number): number => Math.round(value * 100) / 100;
  return (
    <p className={css.from}>
      <Button
        small
        onClick={() =>
          setScreenParams('rounding', {
            ...{ first: round(first), second: round(second), correlation: round(pair.correlation) },
            ratio: Math.min(Math.max(round(pair.ratio), 0.1), 4),
          })
        }
      >
        Take two of the layer
      </Button>
      <span>{`weights ${String(pair.first)} and ${String(pair.second)} of output ${String(report.row)} of ${report.layer}`}</span>
    </p>
  );
}
