import { memo } from 'react';

/** A place on an axis and what is written there. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

interface PlotAxesProps {
  readonly plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
    readonly xTicks: readonly Tick[];
    readonly yTicks: readonly Tick[];
    /** What the labels of the y axis are to be multiplied with. */
    readonly yFactor?: string;
  };
  /** Below the right end of the x axis. */
  readonly xTitle?: string;
  /** Above the y axis. */
  readonly yTitle?: string;
}

/** A line of the grid for each tick of the y axis, and what is written there. */
export function YTicks({ plot }: { readonly plot: Pick<PlotAxesProps['plot'], 'left' | 'right' | 'yTicks'> }) {
  const { left, right, yTicks } = plot;
  return yTicks.map(({ at, label }) => (
    <g key={label}>
      <line className="grid" x1={left} x2={right} y1={at} y2={at} />
      <text className="end" x={left - 6} y={at + 4}>
        {label}
      </text>
    </g>
  ));
}

/** Grid, ticks and axis of a plot; not drawn again for the same one. */
export const PlotAxes = memo(function PlotAxes({ plot, xTitle, yTitle }: PlotAxesProps) {
  const { left, right, bottom, top, xTicks, yFactor = '' } = plot;
  return (
    <g>
      <YTicks plot={plot} />
      <line className="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      {xTicks.map(({ at, label }) => (
        <text key={label} className="mid" x={at} y={bottom + 14}>
          {label}
        </text>
      ))}
      {xTitle !== undefined && (
        <text className="end" x={right} y={bottom + 28}>
          {xTitle}
        </text>
      )}
      {yTitle !== undefined && (
        <text x={14} y={Math.max(top - 8, 10)}>
          {`${yTitle} ${yFactor}`}
        </text>
      )}
    </g>
  );
});
