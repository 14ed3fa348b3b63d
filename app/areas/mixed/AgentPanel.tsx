import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { AgentCurve } from '../../charts/mixed/AgentCurve';
import { type AgentPoint, agentModel, agentSentence, agentTable } from '../../charts/mixed/agent-model';
import { STATE_NAMES, agentStates } from '../../../src/search/agent/states';
import { rewardOf } from '../../../src/search/agent/haq-search';
import { slotsCost, toSlots } from '../../../src/search/task';
import { Button, IconButton } from '../../controls/Button';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { fixed } from '../../controls/format';
import { Term } from '../../controls/Term';
import { openPolicy } from './policy';
import css from './MixedScreen.module.css';
import { METHOD_NAMES, type Run, bestOf, isActive } from './runs';
import { useShownRun } from './shown';
import { type Ground, useMixedStore } from './store';
import { uniformPolicy } from '../../../src/search/policy';
import { scoreOf } from './store';

/** The search that goes on, policy by policy; of an agent, every step of an episode. */
export function AgentPanel({ ground }: { readonly ground: Ground }) {
  const run = useShownRun();
  const [chosen, setChosen] = useState<number | null>(null);
  const points = useMemo(() => pointsOf(run), [run]);
  const best = useMemo(() => (run === null ? null : bestOf(run)), [run]);
  const noun = run?.task.method === 'haq' ? 'episode' : 'policy';
  const total = run === null ? 0 : Math.max(run.task.method === 'ilp' ? 1 : run.task.evaluations, points.length);
  const follows = isActive(run) ? points.length - 1 : (best?.at ?? points.length - 1);
  const shown = points.length === 0 ? null : Math.min(chosen ?? follows, points.length - 1);
  const summary = agentSentence({ points, total, noun, best: best?.at ?? null });
  return (
    <PanelFrame
      title={run === null ? 'Search' : METHOD_NAMES[run.task.method]}
      caption={
        run === null ? 'nothing run yet' : `accuracy in %, ${run.images} search images; dashed: exploration × 100`
      }
      summary={summary}
      status={{ status: run?.status === 'failed' ? 'failed' : 'ready', problem: run?.problem ?? null, progress: null }}
      actions={<ProvenanceBadge kind="measured" />}
      table={() => agentTable(points, noun === 'episode' ? 'Episode' : 'Policy')}
      exportName="search"
      footer={
        run !== null && shown !== null ? (
          <Episode run={run} at={shown} onAt={setChosen} best={best?.at ?? null} />
        ) : null
      }
    >
      {(size) =>
        run === null ? (
          <p className={css.empty}>
            Press Run. The accuracy of every policy is drawn here in the order in which the search tries them, and what
            the agent saw, chose and was rewarded with.
          </p>
        ) : (
          <Curve
            run={run}
            ground={ground}
            points={points}
            shown={shown}
            best={best?.at ?? null}
            noun={noun}
            total={total}
            size={size}
            onShow={setChosen}
          />
        )
      }
    </PanelFrame>
  );
}

function pointsOf(run: Run | null): readonly AgentPoint[] {
  if (run === null) return [];
  return run.accuracies.map((accuracy, at) => ({
    accuracy,
    noise: run.episodes[at]?.noise ?? null,
    inside: slotsCost(run.task, toSlots(run.policies[at]!)) <= run.task.budget,
  }));
}

interface CurveProps {
  readonly run: Run;
  readonly ground: Ground;
  readonly points: readonly AgentPoint[];
  readonly shown: number | null;
  readonly best: number | null;
  readonly noun: string;
  readonly total: number;
  readonly size: Size;
  readonly onShow: (at: number | null) => void;
}

function Curve({ run, ground, points, shown, best, noun, total, size, onShow }: CurveProps) {
  const { activations } = run.task;
  const bits = Math.floor(run.budgetBits);
  const uniform = scoreOf(ground, uniformPolicy(ground.works.length, bits, activations ? bits : null));
  const a = uniform === null ? null : (100 * uniform.correct) / uniform.images;
  const hasAgent = run.task.method === 'haq';
  const model = useMemo(
    () => agentModel({ points, total, noun, a, best, shown, hasAgent, size }),
    [points, total, noun, a, best, shown, hasAgent, size],
  );
  return <AgentCurve model={model} points={points} shown={shown} onShow={onShow} />;
}

interface EpisodeProps {
  readonly run: Run;
  readonly at: number;
  readonly best: number | null;
  readonly onAt: (at: number | null) => void;
}

/** One policy layer by layer: what the agent saw and did, and what the budget made of it. */
function Episode({ run, at, best, onAt }: EpisodeProps) {
  const [step, setStep] = useState(0);
  const { task } = run;
  const episode = run.episodes[at] ?? null;
  const states = useMemo(() => agentStates(task.layers, task.activations), [task]);
  const slot = Math.min(step, states.length - 1);
  const accuracy = run.accuracies[at] ?? 0;
  const policy = run.policies[at];
  const name = task.layers[task.activations ? Math.floor(slot / 2) : slot]?.name ?? '';
  const what = task.activations && slot % 2 === 1 ? 'input' : 'weights';
  const bits = policy === undefined ? [] : toSlots(policy);
  return (
    <div className={css.episode}>
      <div className={css.steps}>
        <b>
          {task.method === 'haq' ? 'Episode' : 'Policy'} {at + 1}
        </b>
        {best !== null && best !== at && (
          <Button small onClick={() => onAt(best)}>
            Best
          </Button>
        )}
        <Button small onClick={() => onAt(null)}>
          {isActive(run) ? 'Follow' : 'Last chosen'}
        </Button>
        {policy !== undefined && (
          <Button small onClick={() => openPolicy(policy)}>
            Open as B
          </Button>
        )}
        <span className={css.stepper}>
          <IconButton label="Previous layer" disabled={slot === 0} onClick={() => setStep(slot - 1)}>
            <ChevronLeft size={15} aria-hidden />
          </IconButton>
          <span>
            step {slot + 1} of {states.length}: {name}, {what}
          </span>
          <IconButton label="Next layer" disabled={slot === states.length - 1} onClick={() => setStep(slot + 1)}>
            <ChevronRight size={15} aria-hidden />
          </IconButton>
        </span>
      </div>
      {episode === null ? (
        <p className={css.fine}>
          {bits[slot]} bits; {fixed(accuracy, 1)} % of the search images. Only the agent has states and actions.
        </p>
      ) : (
        <p className={css.fine} data-step>
          <Term id="agentState">State</Term>{' '}
          {states[slot]!.map((value, i) => (
            <span key={STATE_NAMES[i]} title={STATE_NAMES[i]} className={css.number}>
              {fixed(i === 9 ? (episode.actions[slot - 1] ?? 0) : value, 2)}
            </span>
          ))}{' '}
          → action <b>{fixed(episode.actions[slot] ?? 0, 2)}</b> → {episode.proposed[slot]} bits
          {episode.proposed[slot] === episode.bits[slot] ? '' : `, lowered to ${episode.bits[slot]} by the budget`}.
          Accuracy {fixed(accuracy, 1)} %, <Term id="reward">reward</Term>{' '}
          {fixed(rewardOf(accuracy, task.floatAccuracy), 2)}.
        </p>
      )}
    </div>
  );
}

/** Tells screen readers how far a search is, every tenth of it, and how it ended. */
export function SearchAnnouncer() {
  const text = useMixedStore(({ runs, shown }) => {
    const run = runs.find(({ key }) => key === shown);
    if (run === undefined) return '';
    const name = `Search, ${METHOD_NAMES[run.task.method]}`;
    if (run.status === 'finished')
      return `${name}: finished, best ${bestOf(run)?.accuracy.toFixed(1) ?? 'none'} percent.`;
    if (run.status === 'paused') return `${name}: paused.`;
    if (run.status === 'failed') return `${name}: ${run.problem?.title ?? 'failed'}.`;
    return `${name}: ${Math.floor((10 * run.accuracies.length) / run.task.evaluations) * 10} percent done.`;
  });
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  );
}
