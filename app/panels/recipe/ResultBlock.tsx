import { CircleX } from 'lucide-react';
import type { SideId } from '../../../src/experiment/spec';
import { classes } from '../../controls/classes';
import { count } from '../../controls/format';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { Term } from '../../controls/Term';
import type { Score, Slot } from '../../store/state';
import { useStore } from '../../store/store';
import { type ResultText, resultText } from './result';
import css from './ResultBlock.module.css';

/** What a side's recipe does to the network: accuracy first, then flips, bits and size, and where the numbers come from. */
export function ResultBlock({ side }: { readonly side: SideId }) {
  const score = useStore((state) => state.scores[side]);
  const float = useStore((state) => state.scores.float);
  const network = useStore((state) => state.networkReports[side]);
  const seed = useStore((state) => state.experiment[side].seed);
  const text = resultText(score, float, network);
  return (
    <div className={classes(css.result, text.isOld && css.dimmed)} aria-busy={score.status === 'running'}>
      <div className={css.top}>
        <p className={classes(css.hero, css[side])} data-result={`accuracy-${side}`}>
          {text.accuracy}
          <small> %</small>
        </p>
        <p className={css.delta}>{text.delta}</p>
      </div>
      <p className={css.interval}>{text.interval}</p>
      <Rows text={text} />
      <div className={css.origin}>
        {text.provenance && <ProvenanceBadge kind={text.provenance} note={text.isOld ? 'old settings' : undefined} />}
        <Running score={score} />
        {score.status !== 'running' && <span>{[text.time, `seed ${seed}`].filter(Boolean).join(', ')}</span>}
      </div>
      {score.status === 'failed' && score.problem && (
        <div className={css.failed} role="alert">
          <b>
            <CircleX size={13} aria-hidden />
            {score.problem.title}
          </b>
          <span>{score.problem.cause}</span>
          <span>{score.problem.next}</span>
        </div>
      )}
    </div>
  );
}

function Rows({ text }: { readonly text: ResultText }) {
  return (
    <dl className={css.rows}>
      <dt>
        <Term id="changed">Predictions changed</Term>
      </dt>
      <dd>
        {text.changed}
        <small>{text.changedOf}</small>
      </dd>
      <dt>
        <Term id="storedBits">Stored bits per weight</Term>
      </dt>
      <dd>{text.bits}</dd>
      <dt>
        <Term id="storedSize">Stored size</Term>
      </dt>
      <dd>
        {text.size}
        <small>{text.ratio}</small>
      </dd>
    </dl>
  );
}

function Running({ score }: { readonly score: Slot<Score> }) {
  if (score.status !== 'running') return null;
  const { progress } = score;
  if (progress === null) return <span>measuring…</span>;
  return (
    <>
      <span className={css.bar} aria-hidden>
        <i style={{ transform: `scaleX(${progress.done / Math.max(progress.total, 1)})` }} />
      </span>
      <span>{`${count(progress.done)} of ${count(progress.total)}`}</span>
    </>
  );
}
