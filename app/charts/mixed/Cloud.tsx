import { type KeyboardEvent, memo, useState } from 'react';
import { PlotAxes } from '../frame/Axes';
import { fixed } from '../frame/format';
import { Inspector, Tip } from '../frame/Inspector';
import { type CloudModel, type CloudPoint, nearestMark } from './cloud-model';
import css from './mixed.module.css';

interface CloudProps {
  readonly model: CloudModel;
  readonly points: readonly CloudPoint[];
  /** Opens the policy of a point as B. */
  readonly onOpen: (index: number) => void;
  /** A cost as words. */
  readonly write: (cost: number) => string;
}

/** Every policy that was scored; the pointer or the arrow keys say which, a click or Enter opens it. */
export function Cloud({ model, points, onOpen, write }: CloudProps) {
  const [at, setAt] = useState<number | null>(null);
  const { left, top, right, bottom, order, marks, size } = model;
  const index = at === null ? null : (order[Math.min(at, order.length - 1)] ?? null);
  const mark = index === null ? undefined : marks[index];
  const point = index === null ? undefined : points[index];
  const lines =
    point === undefined
      ? []
      : [
          `${point.from}: ${fixed(point.accuracy, 1)} %`,
          write(point.cost),
          `bits ${point.policy}`,
          'Enter or click: open as B',
        ];
  const open = (): void => {
    if (index !== null) onOpen(index);
  };
  return (
    <>
      <Drawing model={model} />
      {mark !== undefined && (
        <svg className={css.over} width={size.width} height={size.height} aria-hidden data-no-export>
          <circle className={css.look} cx={mark.x} cy={mark.y} r={7} />
        </svg>
      )}
      <div
        onClick={open}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === 'Enter') open();
        }}
        role="presentation"
      >
        <Inspector
          name="Policies"
          box={{ left, top, width: right - left, height: bottom - top }}
          count={order.length}
          index={at === null ? null : Math.min(at, order.length - 1)}
          valueText={lines.join(', ')}
          indexAt={(x, y) => Math.max(0, order.indexOf(nearestMark(model, x + left, y + top)))}
          onIndex={setAt}
        />
      </div>
      {mark !== undefined && <Tip lines={lines} x={mark.x} y={Math.min(mark.y + 8, bottom - 70)} width={size.width} />}
    </>
  );
}

const Drawing = memo(function Drawing({ model }: { readonly model: CloudModel }) {
  const { size, right, top, bottom, marks, uniform, front, budget, axis } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {budget !== null && budget < right && (
        <rect className={css.beyond} x={budget} y={top} width={right - budget} height={bottom - top} />
      )}
      <PlotAxes plot={model} xTitle={`${axis}, log scale`} />
      {marks.map(({ kind, x, y }, at) =>
        kind === 'agent' ? (
          <line key={at} className={css.agent} x1={x - 3.5} x2={x + 3.5} y1={y} y2={y} />
        ) : (
          kind !== 'uniform' && <circle key={at} className={css.dot} cx={x} cy={y} r={kind === 'random' ? 2 : 2.8} />
        ),
      )}
      <path className={css.front} d={front} />
      <path className="la" d={uniform.path} />
      {marks.map(
        ({ kind, x, y }, at) => kind === 'uniform' && <circle key={at} className="fa" cx={x} cy={y} r={3.5} />,
      )}
      {uniform.labels.map(({ x, y, text }) => (
        <text key={text} className="mid ta halo" x={x} y={Math.min(y, bottom - 3)}>
          {text}
        </text>
      ))}
      <Present model={model} />
    </svg>
  );
});

/** The budget, and where B stands. */
function Present({ model: { b, budget, top, bottom, right } }: { readonly model: CloudModel }) {
  return (
    <>
      {budget !== null && (
        <>
          <line className={css.budget} x1={budget} x2={budget} y1={top} y2={bottom} />
          <text
            className={budget > right - 70 ? 'end t2 halo' : 't2 halo'}
            x={budget > right - 70 ? budget - 5 : budget + 5}
            y={bottom - 20}
          >
            budget
          </text>
        </>
      )}
      {b !== null && (
        <>
          <rect className="fb" x={b.x - 4.5} y={b.y - 4.5} width={9} height={9} rx={1} />
          <rect className={css.ring} x={b.x - 8} y={b.y - 8} width={16} height={16} rx={3} />
          <text
            className={b.anchor === 'end' ? 'tb l12 halo end' : 'tb l12 halo'}
            x={b.anchor === 'end' ? b.x - 12 : b.x + 12}
            y={b.y > top + 24 ? b.y - 8 : b.y + 18}
          >
            {b.text}
          </text>
        </>
      )}
    </>
  );
}
