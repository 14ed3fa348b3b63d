import { memo } from 'react';
import { Grip, type GripEvents } from './Grip';
import css from './binary.module.css';
import type { LevelSettings, WeightsModel } from './weights-model';

interface WeightsProps {
  readonly model: WeightsModel;
  readonly settings: LevelSettings;
  /** Of +α of A and of +Δ of B. */
  readonly onAlpha: GripEvents;
  readonly onThreshold: GripEvents;
}

/** The weights twice: under the two levels of A, and hanging above the three of B. */
export const Weights = memo(function Weights({ model, settings, onAlpha, onThreshold }: WeightsProps) {
  const { frame, size, binary, ternary, thresholds, notes } = model;
  const [top, bottom] = [frame.halves[0]?.edge ?? 0, frame.halves[1]?.edge ?? 0];
  return (
    <svg className={css.plot} width={size.width} height={size.height}>
      <Bars model={model} />
      <line className={`lb ${css.threshold}`} x1={thresholds[0]} x2={thresholds[0]} y1={frame.axisY} y2={bottom} />
      {binary.map((stem, i) => (
        <g key={i}>
          {stem.span !== null && (
            <line className={css.spanA} x1={stem.span[0]} x2={stem.span[1]} y1={stem.y} y2={stem.y} />
          )}
          <line className={`la ${css.stem}`} x1={stem.x} x2={stem.x} y1={frame.axisY} y2={stem.y} />
          <circle className="fa" cx={stem.x} cy={stem.y} r={3.6} />
        </g>
      ))}
      {ternary.map((stem, i) => (
        <g key={i}>
          {stem.span !== null && (
            <line className={css.spanB} x1={stem.span[0]} x2={stem.span[1]} y1={stem.y} y2={stem.y} />
          )}
          <line className={`lb ${css.stem}`} x1={stem.x} x2={stem.x} y1={frame.axisY} y2={stem.y} />
          <rect className="fb" x={stem.x - 3.4} y={stem.y - 3.4} width={6.8} height={6.8} />
        </g>
      ))}
      <Notes model={model} />
      <Grip
        name="α of A"
        side="a"
        x={model.alphaX}
        y={top - 12}
        line={[top - 4, binary[1]?.y ?? top]}
        now={settings.alpha}
        max={2}
        valueText={notes.a.join(', ')}
        {...onAlpha}
      />
      <Grip
        name="Threshold Δ of B"
        side="b"
        x={thresholds[1]}
        y={bottom + 10}
        line={[frame.axisY, bottom + 2]}
        now={settings.factor}
        max={2}
        valueText={notes.b.join(', ')}
        {...onThreshold}
      />
    </svg>
  );
});

/** Counts, and the part of them that B makes 0. */
function Bars({ model }: { readonly model: WeightsModel }) {
  const { frame, size, notes } = model;
  return (
    <>
      {frame.yTicks.map(({ y, label }) => (
        <g key={y}>
          <line className="grid" x1={frame.left} x2={frame.right} y1={y} y2={y} />
          <text className="end" x={frame.left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      <path className={css.bars} d={model.upper} />
      <path className={css.bars} d={model.lower} />
      <path className={css.zeroed} d={model.zeroed} />
      <line className="axis" x1={frame.left} x2={frame.right} y1={frame.axisY} y2={frame.axisY} />
      {frame.xTicks.map(({ x, label }) => (
        <text key={label} className="mid" x={x} y={size.height - 4}>
          {label}
        </text>
      ))}
      {notes.beyond.map((line, i) => (
        <text key={line} className="end" x={frame.right} y={14 + i * 16}>
          {line}
        </text>
      ))}
    </>
  );
}

function Notes({ model }: { readonly model: WeightsModel }) {
  const { frame, notes } = model;
  const [top, bottom] = [frame.halves[0]?.edge ?? 0, frame.halves[1]?.edge ?? 0];
  return (
    <>
      {notes.a.map((line, i) => (
        <text key={line} className={i === 0 ? 'ta l12 halo' : 't2 halo'} x={frame.left + 6} y={top - 28 + i * 16}>
          {line}
        </text>
      ))}
      {notes.b.map((line, i) => (
        <text key={line} className={i === 0 ? 'tb l12 halo' : 't2 halo'} x={frame.left + 6} y={bottom - 58 + i * 16}>
          {line}
        </text>
      ))}
    </>
  );
}
