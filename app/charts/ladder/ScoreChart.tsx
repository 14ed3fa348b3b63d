import { type KeyboardEvent, useState } from 'react';
import { classes } from '../../controls/classes';
import css from './ScoreChart.module.css';
import type { ScorePlot, ScorePoint } from './score';

interface ScoreChartProps {
  readonly plots: readonly ScorePlot[];
  readonly width: number;
  readonly height: number;
  readonly onSelect: (id: string) => void;
}

/** Error and accuracy against stored bits. One tab stop a plot; arrows go along the bits, Enter selects the rung. */
export function ScoreChart({ plots, width, height, onSelect }: ScoreChartProps) {
  return (
    <svg width={width} height={height} role="group" aria-label="Rungs by stored bits">
      {plots.map((plot) => (
        <g key={plot.title}>
          <PlotAxes plot={plot} />
          {plot.families.map(({ id, path, places }) => (
            <g key={id}>
              <path className={css.family} d={path} />
              {places.map(({ x, y }) => (
                <circle key={x} className={css.width} cx={x} cy={y} r={2.2} />
              ))}
            </g>
          ))}
          <path className={css.pareto} d={plot.pareto} />
          {plot.points.map((point) => (
            <PointMark key={point.id} point={point} />
          ))}
          <PointButtons plot={plot} onSelect={onSelect} />
        </g>
      ))}
    </svg>
  );
}

function PlotAxes({ plot }: { readonly plot: ScorePlot }) {
  const { title, left, right, bottom, top, xTicks, yTicks, float, empty } = plot;
  return (
    <g>
      <text className="t2 l12" x={left - 26} y={top - 13}>
        {title}
      </text>
      {yTicks.map(({ y, label }) => (
        <g key={y}>
          <line className="grid" x1={left} x2={right} y1={y} y2={y} />
          <text className="end" x={left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      <line className="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      {xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={bottom + 15}>
          {label}
        </text>
      ))}
      <text className="end" x={right} y={bottom + 30}>
        stored bits, scales included
      </text>
      {float && (
        <>
          <line className="refl" x1={left} x2={right} y1={float.y} y2={float.y} />
          <text className="t2 halo" x={left + 4} y={float.y - 5}>
            {float.label}
          </text>
        </>
      )}
      {empty !== null && (
        <text className="mid t2" x={(left + right) / 2} y={(top + bottom) / 2}>
          {empty}
        </text>
      )}
    </g>
  );
}

function PointMark({ point }: { readonly point: ScorePoint }) {
  const { x, y, interval, marker, isSelected, isBest, label } = point;
  return (
    <g className={classes(css.point, isBest && css.best)}>
      {label.leader !== null && <path className={css.leader} d={label.leader} />}
      {interval && <line className={css.interval} x1={x} x2={x} y1={interval.low} y2={interval.high} />}
      <path className={marker.hollow ? css.hollow : css.solid} d={marker.path} transform={`translate(${x} ${y})`} />
      {isSelected && <circle className={css.ring} cx={x} cy={y} r={8} />}
      <text className={classes('halo', isSelected ? 't1 bold' : 't2')} x={label.x} y={label.y}>
        {label.text}
      </text>
    </g>
  );
}

function PointButtons({ plot, onSelect }: { readonly plot: ScorePlot; readonly onSelect: (id: string) => void }) {
  const [entry, setEntry] = useState<string | null>(null);
  const order = [...plot.points].sort((p, q) => p.x - q.x);
  const chosen = order.find(({ isSelected }) => isSelected)?.id;
  const tab = order.some(({ id }) => id === entry) ? entry : (chosen ?? order[0]?.id);
  const press = (event: KeyboardEvent<SVGGElement>, point: ScorePoint) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(point.id);
      return;
    }
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = order[(order.indexOf(point) + step + order.length) % order.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    setEntry(next.id);
    event.currentTarget.parentElement?.querySelector<SVGGElement>(`[data-point="${CSS.escape(next.id)}"]`)?.focus();
  };
  return order.map((point) => (
    <g
      key={point.id}
      role="button"
      aria-label={point.name}
      aria-pressed={point.isSelected}
      tabIndex={point.id === tab ? 0 : -1}
      data-point={point.id}
      data-no-export
      className={css.button}
      onKeyDown={(event) => {
        press(event, point);
      }}
      onClick={() => {
        onSelect(point.id);
      }}
    >
      <title>{point.name}</title>
      <circle cx={point.x} cy={point.y} r={11} />
    </g>
  ));
}
