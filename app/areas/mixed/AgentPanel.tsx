import { useMemo, useState } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { AgentCurve } from '../../charts/mixed/AgentCurve';
import { type AgentPoint, agentModel, agentSentence, agentTable } from '../../charts/mixed/agent-model';
import { bestOf } from '../../../src/search/best';
import { uniformPolicy } from '../../../src/search/policy';
import { slotsCost, toSlots } from '../../../src/search/task';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { EpisodeCard } from './EpisodeCard';
import css from './MixedScreen.module.css';
import { METHOD_NAMES, type Run, isActive } from './runs';
import { useShownRun } from './shown';
import type { Ground } from './facts';
import { scoreOf, useMixedStore } from './store';

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
      actions={points.length === 0 ? null : <ProvenanceBadge kind="measured" />}
      table={() => agentTable(points, noun === 'episode' ? 'Episode' : 'Policy')}
      exportName="search"
      footer={
        run !== null && shown !== null ? (
          <EpisodeCard run={run} at={shown} onAt={setChosen} best={best?.at ?? null} />
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
