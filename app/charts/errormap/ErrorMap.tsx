import { useId, useState } from 'react';
import { value } from '../frame/format';
import { Inspector, Tip } from '../frame/Inspector';
import { CellCanvas } from './CellCanvas';
import css from './ErrorMap.module.css';
import { indexIn, placeOf } from './grid';
import type { ErrorMapModel, MapModel } from './model';
import { sharedBox } from './regions';
import { cellLines } from './words';

export interface ColourScale {
  readonly top: number;
  /** Larger values exist and have the last colour too. */
  readonly cut: boolean;
}

interface ErrorMapProps {
  readonly model: ErrorMapModel;
  readonly scale: ColourScale;
}

interface Looked {
  readonly map: MapModel['side'];
  readonly index: number;
}

/** Where each side loses how much: one cell per weight, outlines around weights that share a scale. */
export function ErrorMap({ model, scale }: ErrorMapProps) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const { maps, grid, size } = model;
  const count = grid.across * grid.down;
  const index = looked === null ? null : Math.min(looked.index, count - 1);
  const lines = index === null ? [] : cellLines(placeOf(index, grid), grid, maps);
  const home = maps.find(({ side }) => side === looked?.map);
  return (
    <>
      {maps.map(({ side, box, cells }) => (
        <CellCanvas key={side} box={box} cells={cells} top={scale.top} />
      ))}
      <Overlay model={model} scale={scale} index={index} />
      {maps.map(({ side, box }) => (
        <Inspector
          key={side}
          name={`Weights of the map of ${side.toUpperCase()}`}
          box={box}
          count={count}
          index={looked?.map === side ? index : null}
          stride={grid.across}
          valueText={lines.join(', ')}
          indexAt={(x, y) => indexIn(box, grid, x, y)}
          onIndex={(at) => {
            setLooked(at === null ? null : { map: side, index: at });
          }}
        />
      ))}
      {home !== undefined && index !== null && (
        <Tip
          lines={lines}
          x={home.box.left + (((index % grid.across) + 0.5) / grid.across) * home.box.width}
          y={home.box.top + (home.side === 'a' ? home.box.height + 6 : -78)}
          width={size.width}
        />
      )}
    </>
  );
}

interface OverlayProps extends ErrorMapProps {
  readonly index: number | null;
}

function Overlay({ model, scale, index }: OverlayProps) {
  const { size, maps, legendY, axes } = model;
  const isNarrow = size.width < ROOM;
  return (
    <svg className={css.overlay} width={size.width} height={size.height} aria-hidden>
      {maps.map((map) => (
        <MapFrame key={map.side} map={map} model={model} index={index} />
      ))}
      <Legend x={maps[0]?.box.left ?? 0} y={legendY} ramp={isNarrow ? RAMP / 2 : RAMP} scale={scale} />
      <text className="end" x={size.width - 14} y={legendY + (isNarrow ? 20 : 8)}>
        {axes}
      </text>
    </svg>
  );
}

function MapFrame({
  map,
  model,
  index,
}: {
  readonly map: MapModel;
  readonly model: ErrorMapModel;
  readonly index: number | null;
}) {
  const { side, box, regions, scales, rms } = map;
  const { left, top, width, height } = box;
  const tone = side === 'a' ? 'ta' : 'tb';
  return (
    <g>
      <text className={`${tone} end l13`} x={left - 8} y={top + height / 2 + 5}>
        {side.toUpperCase()}
      </text>
      <text className={tone} x={left} y={top - 7}>
        {scales}
      </text>
      <text className="end t2" x={left + width} y={top - 7}>{`rms error ${value(rms)}`}</text>
      <path className={side === 'a' ? css.bordersA : css.bordersB} d={regions} />
      <rect
        className={side === 'a' ? css.frameA : css.frameB}
        x={left - 1}
        y={top - 1}
        width={width + 2}
        height={height + 2}
        rx={2}
      />
      {index !== null && <Highlight map={map} model={model} index={index} />}
    </g>
  );
}

/** All weights that share the scale of the one that is looked at, and the weight itself. */
function Highlight({
  map,
  model,
  index,
}: {
  readonly map: MapModel;
  readonly model: ErrorMapModel;
  readonly index: number;
}) {
  const { grid } = model;
  const { box } = map;
  const region = sharedBox(map.report, grid, box, placeOf(index, grid));
  const [w, h] = [box.width / grid.across, box.height / grid.down];
  const cell = { x: box.left + (index % grid.across) * w - 1, y: box.top + Math.floor(index / grid.across) * h - 1 };
  const outline = {
    x: region.left - 1,
    y: region.top - 1,
    width: region.width + 2,
    height: region.height + 2,
    rx: 1.5,
  };
  return (
    <g data-no-export>
      <rect className={css.sharedHalo} {...outline} />
      <rect className={css.shared} {...outline} />
      <rect className={css.sharedHalo} {...cell} width={Math.max(w, 3) + 2} height={Math.max(h, 3) + 2} />
      <rect className={css.cell} {...cell} width={Math.max(w, 3) + 2} height={Math.max(h, 3) + 2} />
    </g>
  );
}

const RAMP = 140;
/** Below this the axes are told on the second line, beside a shorter ramp. */
const ROOM = 480;

interface LegendProps {
  readonly x: number;
  readonly y: number;
  /** Width of the colours. */
  readonly ramp: number;
  readonly scale: ColourScale;
}

function Legend({ x, y, ramp, scale }: LegendProps) {
  const id = useId();
  return (
    <g>
      <linearGradient id={id}>
        {[0, 1, 2, 3, 4, 5].map((i) => (
          <stop key={i} offset={i / 5} style={{ stopColor: `var(--e${i})` }} />
        ))}
      </linearGradient>
      <rect x={x} y={y} width={ramp} height={8} fill={`url(#${id})`} />
      <text x={x} y={y + 20}>
        0
      </text>
      <text className="end" x={x + ramp} y={y + 20}>{`${scale.cut ? '≥ ' : ''}${value(scale.top)}`}</text>
      <text className="t2" x={x + ramp + 8} y={y + 8}>
        |w − ŵ|
      </text>
    </g>
  );
}
