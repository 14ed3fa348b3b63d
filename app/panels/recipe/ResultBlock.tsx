import { CircleX } from 'lucide-react';
import type { SideId } from '../../../src/experiment/spec';
import { classes } from '../../controls/classes';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { Term } from '../../controls/Term';
import type { Problem, Score, Slot } from '../../store/state';
import { useStore } from '../../store/store';
import { widths } from './activation-words';
import { currentTask } from '../../store/test-items';
import { type ResultText, resultText } from './result';
import css from './ResultBlock.module.css';
import { useLasting } from './useLasting';

/** What a side's recipe does to the network: the value of its task first, then flips, bits and size, and where the numbers come from. */
export function ResultBlock({ side }: { readonly side: SideId }) {
  const score = useStore((state) => state.scores[side]);
  const float = useStore((state) => state.scores.float);
  const network = useStore((state) => state.networkReports[side]);
  const spec = useStore((state) => state.experiment[side]);
  const task = useStore(currentTask);
  const text = resultText({ task, score, float, network });
  const isOld = useLasting(text.isOld);
  const isBusy = text.isOld || score.status === 'running';
  return (
    <div
      className={classes(css.result, isOld && css.dimmed, score.value === null && css.empty)}
      aria-busy={isBusy && score.status !== 'failed'}
      data-spoils
    >
      <div className={css.top}>
        <p className={classes(css.hero, css[side])} data-result={`accuracy-${side}`}>
          {text.value}
          <small> {text.unit}</small>
        </p>
        <p className={css.delta}>{text.delta}</p>
      </div>
      <p className={css.interval}>{text.interval}</p>
      <Rows text={text} widths={widths(spec)} />
      <div className={css.origin}>
        {text.provenance && <ProvenanceBadge kind={text.provenance} note={isOld ? 'old settings' : undefined} />}
        {isOld || score.value === null ? (
          <Running score={score} />
        ) : (
          <span>{[text.time, `seed ${spec.seed}`].filter(Boolean).join(', ')}</span>
        )}
      </div>
      {score.status === 'failed' && score.problem && <Failed problem={score.problem} />}
    </div>
  );
}

function Failed({ problem }: { readonly problem: Problem }) {
  return (
    <div className={css.failed} role="alert">
      <b>
        <CircleX size={13} aria-hidden />
        {problem.title}
      </b>
      <span>{problem.cause}</span>
      <span>{problem.next}</span>
    </div>
  );
}

function Rows({ text, widths: both }: { readonly text: ResultText; readonly widths: string | null }) {
  return (
    <dl className={css.rows}>
      {text.changedLabel !== null && (
        <>
          <dt>
            <Term id="changed">{text.changedLabel}</Term>
          </dt>
          <dd>
            {text.changed}
            <small>{text.changedOf}</small>
          </dd>
        </>
      )}
      {both !== null && (
        <>
          <dt>
            <Term id="activations">Weights, activations</Term>
          </dt>
          <dd>
            {both}
            <small> bits</small>
          </dd>
        </>
      )}
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

/** The share done as a bar; the footer has the counts. */
function Running({ score }: { readonly score: Slot<Score> }) {
  if (score.status !== 'running') return null;
  const { done, total } = score.progress ?? { done: 0, total: 1 };
  return (
    <span className={css.bar} aria-hidden>
      <i style={{ transform: `scaleX(${done / Math.max(total, 1)})` }} />
    </span>
  );
}
