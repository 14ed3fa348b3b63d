import { memo, useId, useMemo, useState } from 'react';
import { GranularityGlyph } from '../../controls/GranularityGlyph';
import { CellCanvas } from '../errormap/CellCanvas';
import type { ColourScale } from '../errormap/ErrorMap';
import { value } from '../frame/format';
import { CardFrame } from './CardFrame';
import type { LadderActions, LadderInputs, SubjectKind } from './input';
import css from './LadderChart.module.css';
import { MapControl } from './MapControl';
import { NOUNS } from './measures';
import type { LadderModel, RungCard } from './model';
import { cardName } from './words';

/** Inks of a picture from dark to light. */
const GREY = ['#000000', '#ffffff'];

interface LadderChartProps {
  readonly model: LadderModel;
  readonly inputs: LadderInputs;
  readonly scale: ColourScale;
  readonly actions: LadderActions;
}

/** The same tensor under every rung. One rung and one value are selected; hovering shows who shares a scale on all maps. */
export function LadderChart({ model, inputs, scale, actions }: LadderChartProps) {
  const [hovered, setHovered] = useState<number | null>(null);
  const { subject, kind } = inputs;
  const looked = hovered ?? subject.at;
  const columns = Math.max(subject.columns, 1);
  const place = useMemo(
    () => (looked < 0 ? null : { row: Math.floor(looked / columns), column: looked % columns }),
    [looked, columns],
  );
  const hasChoice = model.cards.some(({ isSelected }) => isSelected);
  const grey = kind === 'picture' && inputs.look === 'values';
  return (
    <div className={css.ladder} style={{ height: model.height }}>
      {model.cards.map(({ id, drawn }) =>
        drawn === null ? null : (
          <CellCanvas key={id} box={drawn.map} cells={drawn.cells} top={scale.top} colours={grey ? GREY : undefined} />
        ),
      )}
      <svg className={css.overlay} width={model.width} height={model.height} aria-hidden>
        {model.cards.map((card) => (
          <CardFrame key={card.id} card={card} kind={kind} subject={subject} place={place} top={scale.top} />
        ))}
        <Legend model={model} scale={scale} kind={kind} grey={grey} />
      </svg>
      <div role="radiogroup" aria-label="Rung whose codes are shown bit by bit">
        {model.cards.map((card, i) => {
          const input = inputs.rungs[i];
          return input === undefined ? null : (
            <CardButton
              key={card.id}
              card={card}
              name={cardName(input, inputs)}
              isStop={card.isSelected || (!hasChoice && i === 0)}
              onSelect={actions.selectRung}
            />
          );
        })}
      </div>
      {model.cards.map((card) => (
        <MapControl key={card.id} card={card} kind={kind} subject={subject} onHover={setHovered} actions={actions} />
      ))}
    </div>
  );
}

interface CardButtonProps {
  readonly card: RungCard;
  readonly name: string;
  /** It is the tab stop of all cards. */
  readonly isStop: boolean;
  readonly onSelect: (id: string) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The heading of a card: chooses the rung. One tab stop for all; arrows go from card to card. */
const CardButton = memo(function CardButton({ card, name, isStop, onSelect }: CardButtonProps) {
  const { left, top, width } = card.box;
  return (
    <button
      type="button"
      role="radio"
      aria-checked={card.isSelected}
      aria-label={name}
      tabIndex={isStop ? 0 : -1}
      data-rung={card.id}
      className={css.head}
      style={{ left, top, width }}
      onClick={() => {
        onSelect(card.id);
      }}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        const buttons = [...(event.currentTarget.parentElement?.children ?? [])] as HTMLElement[];
        const at = buttons.indexOf(event.currentTarget);
        const next = step === undefined ? undefined : buttons.at((at + step) % buttons.length);
        const id = next?.dataset['rung'];
        if (next === undefined || id === undefined) return;
        event.preventDefault();
        onSelect(id);
        next.focus();
      }}
    >
      <GranularityGlyph granularity={card.glyph} />
    </button>
  );
});

const RAMP = 140;

/** How to read a card. */
function legendLines(kind: SubjectKind, isWide: boolean): readonly string[] {
  if (!isWide) return ['Gaps: no shared scale. Frames, hairlines: second level.'];
  const levels = 'Ticks: what the group of the selected value can represent. Bar: stored bits, codes first.';
  const gaps = 'Gaps separate values that do not share a scale; frames and hairlines mark the second level.';
  return kind === 'example' ? [gaps, levels] : [gaps, `${levels} Histogram: log count of the errors of all values.`];
}

interface LegendProps {
  readonly model: LadderModel;
  readonly scale: ColourScale;
  readonly kind: SubjectKind;
  readonly grey: boolean;
}

function Legend({ model, scale, kind, grey }: LegendProps) {
  const id = useId();
  const y = model.legendY;
  const isWide = model.width > 900;
  const stops = grey ? GREY : [0, 1, 2, 3, 4, 5].map((i) => `var(--e${String(i)})`);
  return (
    <g>
      <linearGradient id={id}>
        {stops.map((colour, i) => (
          <stop key={colour} offset={i / (stops.length - 1)} style={{ stopColor: colour }} />
        ))}
      </linearGradient>
      <rect x={10} y={y} width={RAMP} height={8} fill={`url(#${id})`} />
      <text x={10} y={y + 20}>
        0
      </text>
      <text className="end" x={10 + RAMP} y={y + 20}>{`${scale.cut ? '≥ ' : ''}${value(scale.top)}`}</text>
      <text className="t2" x={RAMP + 18} y={y + 8}>
        {grey ? 'brightness' : `|${NOUNS[kind].symbol} − ${NOUNS[kind].symbol}\u0302|, one colour scale`}
      </text>
      {legendLines(kind, isWide).map((line, i) => (
        <text key={line} x={isWide ? RAMP + 180 : 10} y={isWide ? y + 8 + 14 * i : y + 38 + 14 * i}>
          {line}
        </text>
      ))}
    </g>
  );
}
