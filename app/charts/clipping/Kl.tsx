import { Slider } from '../histogram/Slider';
import hist from '../histogram/Histogram.module.css';
import { PlotAxes } from '../frame/Axes';
import { DOTS } from './Curve';
import type { KlModel } from './kl-model';
import { nearestIndex } from './plot';
import css from './Small.module.css';

interface KlProps {
  readonly model: KlModel;
  readonly side: 'a' | 'b' | null;
  /** Bins kept by each candidate. */
  readonly bins: Int32Array;
  readonly onIndex: (index: number, commit: boolean) => void;
  readonly onReset: () => void;
}

const HELP =
  'Drag, or use the arrow keys (Shift: ten candidates). Double-click or Delete returns to the best candidate.';

/** Candidates that an arrow key passes. */
const STRIDE = 8;

/** Divergence above, P and Q of the candidate under the cursor below. */
export function Kl({ model, side, bins, onIndex, onReset }: KlProps) {
  const { curve, path, best, cursor, index, candidates, distributions, p, q, text } = model;
  const places = Array.from(bins, (kept) => curve.left + ((curve.right - curve.left) * kept) / (bins.at(-1) ?? 1));
  return (
    <svg className={css.plot} width={curve.size.width} height={distributions.size.height}>
      <path className={css.bars} d={p} />
      <PlotAxes plot={curve} yTitle="KL, nat" />
      <PlotAxes plot={distributions} xTitle={text} />
      <path className={css.pale} d={q} />
      <path className={css.line} d={path} />
      <circle className={side === null ? css.dot : DOTS[side]} cx={best.x} cy={best.y} r={4.5} />
      <Slider
        name="Candidate of the KL search"
        valueText={text}
        min={1}
        max={candidates}
        now={index + 1}
        x={cursor.x}
        help={HELP}
        onDrag={(x, { commit }) => onIndex(nearestIndex(places, x), commit)}
        onStep={(steps, { commit }) =>
          onIndex(index + Math.sign(steps) * Math.min(Math.abs(steps) * STRIDE, candidates), commit)
        }
        onReset={onReset}
      >
        <rect
          className={hist.hit}
          x={cursor.x - 14}
          width={28}
          y={curve.top}
          height={distributions.bottom - curve.top}
        />
        <line className={css.guide} x1={cursor.x} x2={cursor.x} y1={curve.top} y2={distributions.bottom} />
        <rect className={hist.ring} x={cursor.x - 8} y={curve.bottom - 12} width={16} height={24} rx={6} />
        <rect className={css.ring} x={cursor.x - 4} y={curve.bottom - 8} width={8} height={16} rx={3} />
      </Slider>
    </svg>
  );
}
