import { memo } from 'react';
import { PlotAxes } from '../frame/Axes';
import { fixed } from '../frame/format';
import { Inspector } from '../frame/Inspector';
import type { AgentModel, AgentPoint } from './agent-model';
import css from './mixed.module.css';

interface AgentCurveProps {
  readonly model: AgentModel;
  readonly points: readonly AgentPoint[];
  readonly shown: number | null;
  /** Chooses the episode that is spelled out; null follows the search. */
  readonly onShow: (index: number | null) => void;
}

/** Accuracy of every policy in the order it was tried; the pointer or the arrow keys choose one. */
export function AgentCurve({ model, points, shown, onShow }: AgentCurveProps) {
  const { left, top, right, bottom, noun, indexAt } = model;
  const at = shown === null ? undefined : points[shown];
  return (
    <>
      <Drawing model={model} />
      {points.length > 0 && (
        <Inspector
          name={`${noun === 'episode' ? 'Episodes' : 'Policies'} in order`}
          box={{ left, top, width: right - left, height: bottom - top }}
          count={points.length}
          index={shown}
          valueText={at === undefined ? 'none chosen' : `${noun} ${(shown ?? 0) + 1}: ${fixed(at.accuracy, 1)} %`}
          indexAt={(x) => indexAt(x + left)}
          onIndex={onShow}
        />
      )}
    </>
  );
}

const Drawing = memo(function Drawing({ model }: { readonly model: AgentModel }) {
  const { size, left, right, top, bottom, dots, mean, meanEnd, noise, warm, a, best, shown, noun } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {warm !== null && (
        <rect className={css.warm} x={left} y={top} width={Math.max(warm - left, 0)} height={bottom - top} />
      )}
      <PlotAxes plot={model} xTitle={noun} />
      {warm !== null && warm - left > 34 && (
        <text className="t2" x={left + 3} y={bottom - 6}>
          drawn evenly
        </text>
      )}
      {dots.map(({ x, y }, at) => (
        <circle key={at} className={css.episode} cx={x} cy={y} r={2} />
      ))}
      <path className={css.noise} d={noise} />
      {a !== null && (
        <>
          <line className="la" x1={left} x2={right} y1={a.y} y2={a.y} />
          <text className="ta l12" x={right + 6} y={a.y + 4}>
            {a.text}
          </text>
        </>
      )}
      <path className={css.mean} d={mean} />
      {meanEnd !== null && (
        <text className="tb" x={right + 6} y={meanEnd.y + 4}>
          {meanEnd.text}
        </text>
      )}
      <Best best={best} top={top} />
      {shown !== null && <line className={css.cursor} x1={shown} x2={shown} y1={top} y2={bottom} />}
    </svg>
  );
});

function Best({ best, top }: Pick<AgentModel, 'best' | 'top'>) {
  if (best === null) return null;
  return (
    <>
      <rect className="fb" x={best.x - 4.5} y={best.y - 4.5} width={9} height={9} rx={1} />
      <text
        className={best.anchor === 'end' ? 'tb halo end' : 'tb halo'}
        x={best.anchor === 'end' ? best.x - 9 : best.x + 9}
        y={Math.max(best.y - 6, top + 9)}
      >
        {best.text}
      </text>
    </>
  );
}
