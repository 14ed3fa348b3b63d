import { classes } from '../../controls/classes';
import css from './GalleryChart.module.css';
import { type Card, type GalleryModel, THUMB, type Verdict } from './model';

interface GalleryChartProps {
  readonly model: GalleryModel;
  /** Address of the picture of a test image; undefined until it has been read. */
  readonly pictures: ReadonlyMap<number, string>;
  /** A newer result is on its way. Dimmed here and not by the frame, so that the filters above stay readable. */
  readonly dim: boolean;
}

const NAMES = { float: 'float', a: 'A', b: 'B' } as const;
const LINE = 14;

/** What scrolls must take the focus, or the keyboard cannot scroll it. */
const SCROLLER = { role: 'region', tabIndex: 0 } as const;

/** Pictures of a page with what each network says about them. Scrolls where a page would be higher than its neighbours. */
export function GalleryChart({ model, pictures, dim }: GalleryChartProps) {
  return (
    <div className={classes(css.scroller, dim && css.dim)} {...SCROLLER} aria-label="Page of test images">
      <svg width={model.width} height={model.height} role="list" aria-label="Test images">
        {model.cards.map((card) => (
          <g key={card.index} role="listitem" transform={`translate(${card.x} ${card.y})`}>
            <CardPicture card={card} picture={pictures.get(card.index)} />
            <CardWords card={card} beside={model.beside} />
          </g>
        ))}
      </svg>
    </div>
  );
}

function CardPicture({ card, picture }: { readonly card: Card; readonly picture: string | undefined }) {
  return (
    <g role="img" aria-label={card.name}>
      <title>{card.name}</title>
      <rect className={css.frame} width={THUMB} height={THUMB} rx={4} />
      {picture !== undefined && <image imageRendering="pixelated" href={picture} width={THUMB} height={THUMB} />}
    </g>
  );
}

function CardWords({ card, beside }: { readonly card: Card; readonly beside: boolean }) {
  const at = beside ? `translate(${THUMB + 10} 11)` : `translate(0 ${THUMB + 15})`;
  return (
    <g transform={at} aria-hidden>
      <text className="t1 l12 bold">{card.label}</text>
      {card.verdicts.map((verdict, i) => (
        <VerdictLine key={verdict.who} verdict={verdict} y={(i + 1) * LINE + 1} />
      ))}
    </g>
  );
}

function VerdictLine({ verdict, y }: { readonly verdict: Verdict; readonly y: number }) {
  const { who, right, text } = verdict;
  const tone = who === 'float' ? 't2' : who === 'a' ? 'ta' : 'tb';
  return (
    <g transform={`translate(0 ${y})`}>
      <text className={tone}>{NAMES[who]}</text>
      <path
        className={classes(css.mark, right ? css.right : css.wrong)}
        d={right ? 'M28 -4l3 3l5 -6' : 'M28.5 -7l6 6m0 -6l-6 6'}
      />
      <text className={right ? 't2' : 't1'} x={41}>
        {text}
      </text>
    </g>
  );
}
