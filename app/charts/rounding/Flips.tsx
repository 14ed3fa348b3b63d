import { memo, useMemo, useState } from 'react';
import { Inspector, Tip } from '../frame/Inspector';
import type { FlipCell, FlipsModel } from './flips';
import css from './Rounding.module.css';

interface FlipsProps {
  readonly model: FlipsModel;
  readonly linesAt: (cell: FlipCell) => readonly string[];
}

/** The codes after AdaRound; those that went against nearest are framed. */
export function Flips({ model, linesAt }: FlipsProps) {
  const [at, setAt] = useState<number | null>(null);
  const { cells, size, stride } = model;
  const cell = at === null ? undefined : cells[Math.min(at, cells.length - 1)];
  const lines = cell === undefined ? [] : linesAt(cell);
  const nearest = (x: number, y: number): number => {
    const distance = (one: FlipCell): number =>
      Math.abs(one.x + one.width / 2 - x) + Math.abs(one.y + one.height / 2 - y);
    return cells.reduce((best, one, index) => (distance(one) < distance(cells[best]!) ? index : best), 0);
  };
  return (
    <>
      <Drawing model={model} />
      {cell !== undefined && (
        <svg className={css.over} width={size.width} height={size.height} aria-hidden data-no-export>
          <rect className={css.looked} x={cell.x - 1} y={cell.y - 1} width={cell.width + 2} height={cell.height + 2} />
        </svg>
      )}
      <Inspector
        name="Weights of the layer"
        box={{ left: 0, top: 0, width: size.width, height: size.height }}
        count={cells.length}
        index={at}
        valueText={lines.join(', ')}
        stride={stride}
        indexAt={nearest}
        onIndex={setAt}
      />
      {cell !== undefined && (
        <Tip lines={lines} x={cell.x + cell.width} y={Math.min(cell.y, size.height - 80)} width={size.width} />
      )}
    </>
  );
}

const Drawing = memo(function Drawing({ model }: { readonly model: FlipsModel }) {
  const { size, kind, cells, labels } = model;
  const fills = useMemo(() => cells.map((cell) => fillOf(kind, cell)), [kind, cells]);
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {labels.map(({ x, y, text }) => (
        <text key={text} x={x} y={y}>
          {text}
        </text>
      ))}
      {cells.map(({ x, y, width, height, index }, i) => (
        <rect key={index} x={x} y={y} width={width} height={height} rx={width > 8 ? 2 : 0} fill={fills[i]} />
      ))}
      {kind !== 'pooled' && cells.map((cell) => (cell.flip === 0 ? null : <Flip key={cell.index} cell={cell} />))}
    </svg>
  );
});

/** Codes by sign and size; shares of flips by the ramp of errors. */
function fillOf(kind: FlipsModel['kind'], { shade }: FlipCell): string {
  const percent = Math.round(Math.min(Math.abs(shade), 1) * 100);
  if (kind === 'pooled') return `color-mix(in srgb, var(--err) ${String(Math.min(percent * 2, 100))}%, var(--sunken))`;
  const strength = kind === 'matrix' ? percent * 0.45 : percent * 0.8;
  return `color-mix(in srgb, var(${shade < 0 ? '--neg' : '--pos'}) ${strength.toFixed(0)}%, var(--sunken))`;
}

function Flip({ cell: { x, y, width, height, flip } }: { readonly cell: FlipCell }) {
  const [cx, cy] = [x + width / 2, y + height / 2];
  const r = Math.max(Math.min(width, height) * 0.3, 1.6);
  const path = `M${(cx - r).toFixed(1)} ${(cy + flip * r).toFixed(1)}h${(2 * r).toFixed(1)}L${cx.toFixed(1)} ${(cy - flip * r).toFixed(1)}Z`;
  return (
    <g>
      {width > 9 && <rect className={css.frame} x={x} y={y} width={width} height={height} rx={2} />}
      <path className={css.flip} d={path} />
    </g>
  );
}
