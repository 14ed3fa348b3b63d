import { count, share } from '../frame/format';
import css from './LadderChart.module.css';
import type { LadderInputs } from './input';
import { lossText } from './words';

const ROW = 21;
const LABEL = 96;
const RIGHT = 176;

/** Bars: the share of the other values that are restored differently because of the outlier. */
export function DamageChart({ inputs, width }: { readonly inputs: LadderInputs; readonly width: number }) {
  const { rungs, subject } = inputs;
  const rows = rungs.filter(({ report }) => report !== null);
  const others = Math.max(subject.n - 1, 1);
  const room = Math.max(width - LABEL - RIGHT, 40);
  return (
    <svg width={width} height={rows.length * ROW + 34} aria-hidden>
      <text x={LABEL} y={12}>
        other values that change
      </text>
      <text className="end" x={width - 8} y={12}>
        change of their SQNR
      </text>
      <line className="axis" x1={LABEL} x2={LABEL} y1={20} y2={24 + rows.length * ROW} />
      {rows.map(({ rung, report }, i) => {
        const y = 24 + i * ROW;
        const damage = report?.damage ?? null;
        const part = (damage?.touched ?? 0) / others;
        const bar = part * room;
        return (
          <g key={rung.id}>
            <text className="end t2" x={LABEL - 8} y={y + 14}>
              {rung.label}
            </text>
            {damage && (
              <>
                <rect
                  className={css.bar}
                  x={LABEL}
                  y={y + 3}
                  width={Math.max(bar, damage.touched > 0 ? 1 : 0)}
                  height={14}
                />
                <text className="t1" x={LABEL + bar + 6} y={y + 14}>
                  {`${count(damage.touched)} (${share(part)})`}
                </text>
                <text className="end t2" x={width - 8} y={y + 14}>
                  {lossText(damage.mseBefore, damage.mseAfter)}
                </text>
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
