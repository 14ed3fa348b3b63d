import { memo, useState } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { classes } from '../../controls/classes';
import { Inspector, Tip } from '../frame/Inspector';
import css from './ChannelRanges.module.css';
import { channelLines, type RangeLabel } from './labels';
import type { ReportPair } from '../frame/reports';
import type { RangesModel } from './model';

interface ChannelRangesProps {
  readonly model: RangesModel;
  readonly reports: ReportPair;
  readonly sides: readonly SideId[];
}

const TONES: Readonly<Record<RangeLabel['tone'], string>> = { a: 'ta', b: 'tb', ink: 't2' };

/** Sorted ranges of the channels with the thresholds of both sides; a channel under the pointer or the arrow keys is spelled out. */
export function ChannelRanges({ model, reports, sides }: ChannelRangesProps) {
  const [at, setAt] = useState<number | null>(null);
  const { left, right, top, bottom, order, pitch, size } = model;
  const looked = at === null ? null : Math.min(at, order.length - 1);
  const lines = looked === null ? [] : channelLines(order[looked] ?? 0, looked, reports, sides);
  return (
    <>
      <Drawing model={model} at={looked} />
      <Inspector
        name="Channels from the widest to the narrowest"
        box={{ left, top, width: right - left, height: bottom - top }}
        count={order.length}
        index={looked}
        valueText={lines.join(', ')}
        indexAt={(x) => Math.floor(x / pitch)}
        onIndex={setAt}
      />
      {looked !== null && <Tip lines={lines} x={left + (looked + 0.5) * pitch} y={top + 8} width={size.width} />}
    </>
  );
}

const Drawing = memo(function Drawing({ model, at }: { readonly model: RangesModel; readonly at: number | null }) {
  const { size, left, right, top, bottom, pitch } = model;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {model.ticks.map(({ y, label }) => (
        <g key={label}>
          <line className="grid" x1={left} x2={right} y1={y} y2={y} />
          <text className="end" x={left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      {at !== null && (
        <rect
          className={css.cursor}
          x={left + at * pitch - 1}
          y={top}
          width={pitch + 2}
          height={bottom - top}
          data-no-export
        />
      )}
      <path className={css.bars} d={model.bars} />
      {model.zones.map(({ side, y }) => (
        <g key={side}>
          <rect
            className={side === 'a' ? css.zoneA : css.zoneB}
            x={left}
            y={y}
            width={right - left}
            height={bottom - y}
          />
          <line className={classes(side === 'a' ? 'la' : 'lb', css.zoneLine)} x1={left} x2={right} y1={y} y2={y} />
        </g>
      ))}
      {model.lines.map(({ side, path }) => (
        <path key={side} className={side === 'a' ? 'la' : 'lb'} d={path} />
      ))}
      <line className="axis" x1={left} x2={right} y1={bottom} y2={bottom} />
      {at !== null && (
        <line
          className={css.cursorLine}
          x1={left + at * pitch}
          x2={left + (at + 1) * pitch}
          y1={bottom}
          y2={bottom}
          data-no-export
        />
      )}
      <Labels model={model} />
    </svg>
  );
});

function Labels({ model }: { readonly model: RangesModel }) {
  const { labels, size, left, right, order } = model;
  return (
    <>
      {labels.map(({ text, tone, x, y, anchor }) => (
        <text key={text} className={`${TONES[tone]} halo`} x={x} y={y} textAnchor={anchor}>
          {text}
        </text>
      ))}
      <text x={left} y={size.height - 8}>
        1
      </text>
      <text className="end" x={right} y={size.height - 8}>
        {order.length} channels, sorted by max |w|
      </text>
    </>
  );
}
