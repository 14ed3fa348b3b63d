import { memo } from 'react';
import { PlotAxes } from '../frame/Axes';
import css from './Rounding.module.css';
import type { StepsModel } from './steps';

const TONES = { nearest: 'ta', hard: 'tb', soft: 't2', penalty: '' } as const;

/** Output error, undecided weights and β over the steps. */
export const Steps = memo(function Steps({ model }: { readonly model: StepsModel }) {
  const { size, error, undecided, beta, hard, soft, penalty, nearestY, area, betaLine, labels, warm, cursor } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      <PlotAxes plot={{ ...error, xTicks: [] }} yTitle="output error of the layer" />
      <PlotAxes
        plot={{
          ...undecided,
          xTicks: [],
          yTicks: undecided.yTicks.filter(({ label }) => label === '0' || label === '1'),
        }}
        yTitle="undecided share of h"
      />
      <PlotAxes plot={beta} yTitle="β, sharpness of the regulariser" />
      {warm !== null && (
        <g>
          {[error, undecided, beta].map(({ top, bottom }) => (
            <line key={top} className={css.guide} x1={warm} x2={warm} y1={top} y2={bottom} />
          ))}
        </g>
      )}
      <line className="la" x1={error.left} x2={error.right} y1={nearestY} y2={nearestY} />
      <path className={css.penalty} d={penalty} />
      <path className={css.soft} d={soft} />
      <path className="lb" d={hard} />
      <path className={css.share} d={area} />
      <path className={css.line} d={betaLine} />
      {warm !== null && (
        <text className="halo" x={warm + 4} y={(error.top + error.bottom) / 2}>
          warm start ends
        </text>
      )}
      <line className={css.cursor} x1={cursor} x2={cursor} y1={error.top} y2={beta.bottom} />
      {labels.map(({ id, text, y }) => (
        <text key={id} className={`${TONES[id]} l12`} x={error.right + 8} y={y + 4}>
          {text}
        </text>
      ))}
      <text x={beta.right + 24} y={beta.bottom + 14}>
        step
      </text>
    </svg>
  );
});
