import { memo } from 'react';
import { clippingScreen } from '../../../src/experiment/screens/clipping';
import type { ClipTensorReport } from '../../../src/jobs/clip-reports';
import { Curve } from '../../charts/clipping/Curve';
import { curveModel, curveTable, tailModel } from '../../charts/clipping/curves';
import { Fit } from '../../charts/clipping/Fit';
import { fitModel } from '../../charts/clipping/fit-model';
import { count, share, value } from '../../charts/frame/format';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { SliderField } from '../../controls/SliderField';
import { Term } from '../../controls/Term';
import css from './cards.module.css';
import { type CardProps, MethodCard } from './MethodCard';
import { type ArenaSettings, set } from './settings';

/** The least squared error of a search. */
export const MseCard = memo(function MseCard({ method, side, isOld }: CardProps) {
  const trace = method?.trace ?? null;
  const tried = `${count(trace?.values.length ?? 0)} thresholds tried`;
  return (
    <MethodCard
      title="MSE"
      text="least squared error of a search"
      term="mseSearch"
      slot="mse"
      method={method}
      side={side}
      isOld={isOld}
      summary={`The search for the least squared error takes ${threshold(method)}; ${tried}.`}
      table={() => curveTable(trace)}
      footer={
        <p className={css.foot}>
          <span>
            Tries every <Term id="ratio">share of the largest value</Term> and measures.
          </span>
        </p>
      }
    >
      {(size) => trace !== null && <Curve model={curveModel(trace, size, tried)} yTitle="MSE" side={side} />}
    </MethodCard>
  );
});

/** The cumulative curve and the share that is left out. */
export const PercentileCard = memo(function PercentileCard({
  method,
  side,
  isOld,
  percentile,
  n,
}: CardProps & { readonly percentile: number; readonly n: number }) {
  const trace = method?.trace ?? null;
  const { min, max, step, default: initial } = clippingScreen.percentile;
  return (
    <MethodCard
      title="Percentile"
      text={`cuts off the top ${share(1 - percentile / 100)}`}
      term="percentile"
      slot="percentile"
      method={method}
      side={side}
      isOld={isOld}
      summary={`The percentile ${String(percentile)} lies at ${threshold(method)}.`}
      table={() => curveTable(trace)}
      footer={
        <div className={css.foot}>
          <SliderField
            name="Percentile"
            value={percentile}
            range={{ min, max, integer: false }}
            step={step}
            initial={initial}
            onChange={(next, options) => set('percentile', next, options)}
          />
        </div>
      }
    >
      {(size) => {
        if (method === null || trace === null) return null;
        const model = tailModel(method, trace, n, size);
        const { x, y } = model.chosen;
        return (
          <Curve model={model} yTitle="share beyond T" side={side}>
            <path className="ann" strokeDasharray="2 2" d={`M${model.plot.left},${y}H${x}V${model.plot.bottom}`} />
          </Curve>
        );
      }}
    </MethodCard>
  );
});

interface AciqCardProps extends CardProps {
  readonly tensor: ClipTensorReport;
  readonly distribution: ArenaSettings['distribution'];
}

/** The values and the curve they are taken for. */
export const AciqCard = memo(function AciqCard({ method, side, isOld, tensor, distribution }: AciqCardProps) {
  const trace = method?.trace ?? null;
  const fit = distribution === 'laplace' ? 'Laplace' : 'Gauss';
  return (
    <MethodCard
      title="ACIQ"
      text={`best threshold of a fitted ${fit} curve`}
      term="aciq"
      slot="aciq"
      method={method}
      side={side}
      isOld={isOld}
      summary={`ACIQ fits a ${fit} curve to the values and takes ${threshold(method)}.`}
      table={() => curveTable(trace)}
      footer={
        <div className={css.foot}>
          <SegmentedControl
            name="Fitted curve"
            value={distribution}
            options={clippingScreen.distribution.options}
            onChange={(next) => set('distribution', next)}
          />
        </div>
      }
    >
      {(size) => {
        const model = trace === null ? null : fitModel(trace, tensor, size);
        return model !== null && <Fit model={model} side={side} />;
      }}
    </MethodCard>
  );
});

function threshold(method: CardProps['method']): string {
  return method === null ? 'no threshold yet' : `T = ${value(method.point.threshold)}`;
}
