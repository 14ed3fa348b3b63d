import { memo } from 'react';
import type { SubjectReport } from '../../../src/jobs/ladder-reports';
import { classes } from '../../controls/classes';
import { value } from '../frame/format';
import type { SubjectKind } from './input';
import css from './LadderChart.module.css';
import { NOUNS } from './measures';
import type { DrawnRung, RungCard } from './model';
import { type Shared, pairBox, pitchOf, sharedBox } from './regions';

interface CardFrameProps {
  readonly card: RungCard;
  readonly kind: SubjectKind;
  readonly subject: SubjectReport;
  /** The value that is looked at. */
  readonly place: Shared | null;
  /** Error of the last colour. */
  readonly top: number;
}

/** Everything of a card but the cells. */
export const CardFrame = memo(function CardFrame({ card, kind, subject, place, top }: CardFrameProps) {
  const { box, label, detail, detailAt, isSelected, problem, drawn } = card;
  return (
    <g>
      <rect
        className={classes(css.card, isSelected && css.chosen)}
        x={box.left + 0.5}
        y={box.top + 0.5}
        width={box.width - 1}
        height={box.height - 1}
        rx={8}
      />
      <text className="t1 bold l13" x={box.left + 46} y={box.top + 20}>
        {label}
      </text>
      <text {...detailAt}>{detail}</text>
      {problem !== null && (
        <text className="t2" x={box.left + 10} y={box.top + 70}>
          {problem}
        </text>
      )}
      {drawn && (
        <>
          <MapMarks drawn={drawn} kind={kind} subject={subject} place={place} top={top} />
          <Below drawn={drawn} kind={kind} subject={subject} />
        </>
      )}
    </g>
  );
});

interface MarksProps extends Omit<CardFrameProps, 'card'> {
  readonly drawn: DrawnRung;
}

function MapMarks({ drawn, kind, subject, place, top }: MarksProps) {
  const { map, report, borders, inner, caption, captionY } = drawn;
  const { window } = report;
  const isInside =
    place !== null &&
    place.row >= window.row &&
    place.row < window.row + window.rows &&
    place.column >= window.column &&
    place.column < window.column + window.columns;
  return (
    <g>
      <path className={css.inner} d={inner} />
      <path className={css.borders} d={borders} />
      {kind === 'example' && <CellNumbers drawn={drawn} top={top} />}
      <OutlierRing drawn={drawn} subject={subject} />
      {isInside && <Highlight drawn={drawn} place={place} />}
      <text x={map.left} y={captionY}>
        {caption}
      </text>
    </g>
  );
}

/** All values that share a scale with the one that is looked at, its pair, and itself. */
function Highlight({ drawn: { report, map }, place }: { readonly drawn: DrawnRung; readonly place: Shared }) {
  const { window } = report;
  const pitch = pitchOf(map, window);
  const outline = (box: { left: number; top: number; width: number; height: number }) => ({
    x: box.left - 1,
    y: box.top - 1,
    width: box.width + 2,
    height: box.height + 2,
    rx: 1.5,
  });
  const shared = outline(sharedBox(report, map, place));
  const pair = pairBox(report, map, place);
  const cell = {
    x: map.left + (place.row - window.row) * pitch.x - 1,
    y: map.top + (place.column - window.column) * pitch.y - 1,
    width: Math.max(pitch.x, 3) + 2,
    height: Math.max(pitch.y, 3) + 2,
  };
  return (
    <g data-no-export>
      <rect className={css.halo} {...shared} />
      <rect className={css.shared} {...shared} />
      {pair && <rect className={css.pair} {...outline(pair)} />}
      <rect className={css.halo} {...cell} />
      <rect className={css.cell} {...cell} />
    </g>
  );
}

/** A ring around the value that was put in by hand, where it is on the map. */
function OutlierRing({ drawn: { report, map }, subject }: Pick<MarksProps, 'drawn' | 'subject'>) {
  const { outlier, columns } = subject;
  if (outlier === null) return null;
  const { window } = report;
  const [row, column] = [Math.floor(outlier.index / columns) - window.row, (outlier.index % columns) - window.column];
  if (row < 0 || row >= window.rows || column < 0 || column >= window.columns) return null;
  const pitch = pitchOf(map, window);
  return (
    <circle
      className={css.outlier}
      cx={map.left + (row + 0.5) * pitch.x}
      cy={map.top + (column + 0.5) * pitch.y}
      r={6}
    />
  );
}

/** Pixels that a number takes. */
const NUMBER_WIDTH = 32;

/** The restored numbers, where cells are large enough to hold them. */
function CellNumbers({ drawn: { report, map }, top }: Pick<MarksProps, 'drawn' | 'top'>) {
  const { window, values, errors } = report;
  const pitch = pitchOf(map, window);
  if (pitch.x < NUMBER_WIDTH) return null;
  return Array.from(values, (v, i) => {
    const [row, column] = [Math.floor(i / window.columns), i % window.columns];
    const isDark = (errors[i] ?? 0) > 0.5 * top;
    return (
      <text
        key={i}
        className={classes('mid', isDark ? css.onDark : 't1')}
        x={map.left + (row + 0.5) * pitch.x}
        y={map.top + (column + 0.5) * pitch.y + 4}
      >
        {value(v)}
      </text>
    );
  });
}

function Below({ drawn, kind, subject }: Pick<MarksProps, 'drawn' | 'kind' | 'subject'>) {
  const { map, ruleY, figures, figuresY, split, splitY, splitText, errors } = drawn;
  const right = map.left + map.width;
  const { symbol } = NOUNS[kind];
  return (
    <g>
      <line className="grid" x1={map.left} x2={right} y1={ruleY} y2={ruleY} />
      {figures.map(({ x, text, name }) => (
        <g key={name}>
          <text className={classes('t1 bold', css.figure)} x={x} y={figuresY}>
            {text}
          </text>
          <text x={x} y={figuresY + 14}>
            {name}
          </text>
        </g>
      ))}
      <Levels drawn={drawn} />
      {errors !== null && (
        <g>
          <path className={css.errors} d={errors.path} />
          <Axis
            y={errors.baseY}
            left={map.left}
            right={right}
            name={`${symbol}\u0302 − ${symbol}`}
            limit={errors.limit}
          />
        </g>
      )}
      {split.map((mark, i) => (
        <rect
          key={mark.name}
          className={i === 0 ? css.codes : css.overhead}
          x={mark.x}
          y={splitY}
          width={Math.max(mark.width, 0.5)}
          height={7}
        />
      ))}
      <text x={map.left} y={splitY + 20}>
        {subject.n === 0 ? 'nothing stored' : splitText}
      </text>
    </g>
  );
}

/** What the group of the selected value can represent, on the axis of the values. */
function Levels({ drawn }: { readonly drawn: DrawnRung }) {
  const { map, levels, levelsY, limit, report } = drawn;
  const name = report.levels.length === 0 ? 'too many levels to draw' : `${String(report.levels.length)} levels`;
  return (
    <g>
      <path className={css.levels} d={levels} />
      <Axis y={levelsY + 11} left={map.left} right={map.left + map.width} name={name} limit={limit} />
    </g>
  );
}

interface AxisProps {
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly name: string;
  readonly limit: number;
}

/** A line with its ends in numbers, symmetric around 0. */
function Axis({ y, left, right, name, limit }: AxisProps) {
  return (
    <g>
      <line className="axis" x1={left} x2={right} y1={y} y2={y} />
      <text x={left} y={y + 13}>
        {value(-limit)}
      </text>
      <text className="mid" x={(left + right) / 2} y={y + 13}>
        {name}
      </text>
      <text className="end" x={right} y={y + 13}>
        {value(limit)}
      </text>
    </g>
  );
}
