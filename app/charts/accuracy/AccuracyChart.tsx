import { type KeyboardEvent, useMemo, useState } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { classes } from '../../controls/classes';
import type { Task } from '../../../src/tasks/task';
import type { Provenance } from '../../controls/ProvenanceBadge';
import type { SweepPoint } from '../../store/state';
import css from './AccuracyChart.module.css';
import { Axes } from './Axes';
import { hitAreas } from './hit';
import type { AccuracyModel, Curve, CurveName, Mark, Ring } from './model';
import { PointPopover } from './PointPopover';
import { walk } from './walk';

interface AccuracyChartProps {
  readonly model: AccuracyModel;
  readonly task: Task;
  readonly points: readonly SweepPoint[];
  readonly provenance: Provenance;
  readonly onOpen: (side: SideId, point: SweepPoint) => void;
}

interface Opened {
  readonly index: number;
  readonly anchor: Element;
}

/** Curves of the sweep with the present results ringed. One tab stop; arrows walk the points, Enter opens a recipe. */
export function AccuracyChart({ model, task, points, provenance, onOpen }: AccuracyChartProps) {
  const [looked, setLooked] = useState<number | null>(null);
  const [named, setNamed] = useState<string | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const at = looked === null ? undefined : markOf(model.curves, looked);
  const lit = at?.curve.id ?? named;
  const opening = opened === null ? undefined : points[opened.index];
  return (
    <>
      <svg width={model.width} height={model.height} role="group" aria-label="Points of the sweep">
        <Axes model={model} />
        {inDrawingOrder(model.curves).map((curve) => (
          <CurveLine key={curve.id} curve={curve} dim={lit !== null && lit !== curve.id} />
        ))}
        {model.rings.map((ring) => (
          <PresentRing key={ring.side} ring={ring} />
        ))}
        {model.names.map((name) => (
          <NameLabel key={name.id} name={name} lit={lit} onNamed={setNamed} />
        ))}
        <MarkButtons curves={model.curves} onLook={setLooked} onOpen={setOpened} />
        {at && <Reading mark={at.mark} model={model} />}
      </svg>
      {opened !== null && opening !== undefined && (
        <PointPopover
          task={task}
          point={opening}
          provenance={provenance}
          anchor={opened.anchor}
          onOpen={onOpen}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}

function markOf(curves: readonly Curve[], index: number): { readonly curve: Curve; readonly mark: Mark } | undefined {
  for (const curve of curves) {
    const mark = curve.marks.find((one) => one.index === index);
    if (mark) return { curve, mark };
  }
  return undefined;
}

interface MarkButtonsProps {
  readonly curves: readonly Curve[];
  readonly onLook: (index: number | null) => void;
  readonly onOpen: (opened: Opened) => void;
}

function MarkButtons({ curves, onLook, onOpen }: MarkButtonsProps) {
  const [entry, setEntry] = useState(0);
  const marks = useMemo(() => curves.flatMap((curve) => curve.marks), [curves]);
  const areas = useMemo(() => hitAreas(marks), [marks]);
  const tab = marks.some(({ index }) => index === entry) ? entry : marks[0]?.index;

  const press = (event: KeyboardEvent<SVGGElement>, index: number) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onOpen({ index, anchor: event.currentTarget });
      return;
    }
    const next = walk(curves, index, event.key);
    if (next === null) return;
    event.preventDefault();
    setEntry(next.index);
    event.currentTarget.ownerSVGElement?.querySelector<SVGGElement>(`[data-index="${next.index}"]`)?.focus();
  };

  return marks.map((mark, i) => (
    <MarkButton
      key={mark.index}
      mark={mark}
      area={areas[i] ?? ''}
      tab={mark.index === tab}
      onKeyDown={press}
      onLook={onLook}
      onOpen={(anchor) => {
        setEntry(mark.index);
        onOpen({ index: mark.index, anchor });
      }}
    />
  ));
}

/** A and B above the curves in ink. */
function inDrawingOrder(curves: readonly Curve[]): readonly Curve[] {
  return ['ink', 'b', 'a'].flatMap((tone) => curves.filter((curve) => curve.tone === tone));
}

function CurveLine({ curve, dim }: { readonly curve: Curve; readonly dim: boolean }) {
  const { path, marks, marker, tone } = curve;
  return (
    <g className={classes(css.curve, css[tone], dim && css.dim)}>
      <path className={css.line} d={path} />
      {marks.map((mark) => (
        <line key={mark.index} className={css.interval} x1={mark.x} x2={mark.x} y1={mark.low} y2={mark.high} />
      ))}
      {marks.map((mark) => (
        <path
          key={mark.index}
          className={marker.hollow ? css.hollow : css.solid}
          d={marker.path}
          transform={`translate(${mark.x} ${mark.y})`}
        />
      ))}
    </g>
  );
}

interface MarkButtonProps {
  readonly mark: Mark;
  readonly area: string;
  readonly tab: boolean;
  readonly onKeyDown: (event: KeyboardEvent<SVGGElement>, index: number) => void;
  readonly onLook: (index: number | null) => void;
  readonly onOpen: (anchor: Element) => void;
}

/** The part of the plot nearest to a mark, as a button. */
function MarkButton({ mark, area, tab, onKeyDown, onLook, onOpen }: MarkButtonProps) {
  const look = () => {
    onLook(mark.index);
  };
  const leave = () => {
    onLook(null);
  };
  return (
    <g
      role="button"
      aria-label={mark.name}
      aria-haspopup="dialog"
      tabIndex={tab ? 0 : -1}
      data-index={mark.index}
      data-no-export
      className={css.button}
      onKeyDown={(event) => {
        onKeyDown(event, mark.index);
      }}
      onFocus={look}
      onBlur={leave}
      onPointerEnter={look}
      onPointerLeave={leave}
      onClick={(event) => {
        event.currentTarget.focus();
        onOpen(event.currentTarget);
      }}
    >
      <circle className={css.focus} cx={mark.x} cy={mark.y} r={9} />
      <path className={css.area} d={area} />
    </g>
  );
}

function PresentRing({ ring }: { readonly ring: Ring }) {
  const { side, x, y, low, high, marker, old, label } = ring;
  return (
    <g className={classes(css.ring, css[side], old && css.old)}>
      <line className={css.interval} x1={x} x2={x} y1={low} y2={high} />
      <path className={css.solid} d={marker.path} transform={`translate(${x} ${y})`} />
      <circle className={css.present} cx={x} cy={y} r={7} />
      <text className={`${side === 'a' ? 'ta' : 'tb'} l13 halo`} x={label.x} y={label.y}>
        {label.text}
      </text>
    </g>
  );
}

interface NameLabelProps {
  readonly name: CurveName;
  readonly lit: string | null;
  readonly onNamed: (id: string | null) => void;
}

function NameLabel({ name, lit, onNamed }: NameLabelProps) {
  const { id, label, marker, x, y } = name;
  return (
    <g
      className={classes(css.name, css.ink, lit !== null && lit !== id && css.dim)}
      onPointerEnter={() => {
        onNamed(id);
      }}
      onPointerLeave={() => {
        onNamed(null);
      }}
    >
      <path className={marker.hollow ? css.hollow : css.solid} d={marker.path} transform={`translate(${x} ${y - 4})`} />
      <text className="t1 halo" x={x + 10} y={y}>
        {label}
      </text>
    </g>
  );
}

/** The value of the mark under the pointer or the focus, on a plate beside it. */
function Reading({ mark, model }: { readonly mark: Mark; readonly model: AccuracyModel }) {
  const width = mark.value.length * 6 + 10;
  const x = mark.x + 12 + width > model.right + 10 ? mark.x - 12 - width : mark.x + 12;
  const y = Math.max(mark.y - 26, 2);
  return (
    <g className={css.reading} data-no-export>
      <rect x={x} y={y} width={width} height={18} rx={4} />
      <text className="t1 mid" x={x + width / 2} y={y + 13}>
        {mark.value}
      </text>
    </g>
  );
}
