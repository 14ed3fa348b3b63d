import { HAND } from '../../charts/clipping/arena';
import { Ranking } from '../../charts/clipping/Ranking';
import { rankingModel, rankingSentence, rankingTable } from '../../charts/clipping/ranking-model';
import { Widths } from '../../charts/clipping/Widths';
import { widthsModel, widthsSentence, widthsTable } from '../../charts/clipping/widths-model';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { PanelStatus } from '../../charts/frame/status';
import { Button } from '../../controls/Button';
import { DeltaPill } from '../../controls/DeltaPill';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { useStore } from '../../store/store';
import { chooseMethod } from './ArenaBar';
import css from './cards.module.css';
import { currentRun, useRun, widthsRun } from './score-run';
import type { ArenaSettings } from './settings';
import { SCORE_NAMES } from '../../charts/accuracy/score-names';
import { currentItems, currentTask } from '../../store/test-items';
import type { RankingView } from './useRanking';

interface RankingPanelProps {
  readonly settings: ArenaSettings;
  readonly ranking: RankingView;
}

/** How a run stands; what is drawn always belongs to the present settings. */
function statusOf(run: ReturnType<typeof useRun>, onCancel: () => void): PanelStatus {
  const { status, done, total, problem } = run;
  if (status === 'running') return { status, problem: null, progress: { done, total }, onCancel, partial: true };
  return { status: status === 'failed' ? 'failed' : 'ready', problem, progress: null };
}

/** The estimators by the accuracy of the network with each in every layer. */
export function RankingPanel({ settings, ranking }: RankingPanelProps) {
  const run = useRun(currentRun);
  const float = useStore((state) => state.scores.float.value);
  const images = useStore(currentItems);
  const { rows, reason } = ranking;
  const task = useStore(currentTask);
  const valueOf = (side: 'a' | 'b') => rows.find((row) => row.side === side)?.score?.value ?? null;
  const [a, b] = [valueOf('a'), valueOf('b')];
  const caption = `whole network, ${settings.source} of every layer at ${String(settings.bits)} bits, ${task.testItems(images)}`;
  return (
    <PanelFrame
      title="Ranking"
      caption={reason ?? caption}
      summary={rankingSentence(rows, task)}
      status={statusOf(run, () => currentRun.cancel())}
      actions={
        <>
          <Left seconds={run.secondsLeft} />
          {a !== null && b !== null && <DeltaPill task={task} a={a} b={b} />}
          {run.status === 'cancelled' && (
            <Button small onClick={ranking.measure}>
              Measure
            </Button>
          )}
          {rows.length > 0 && rows.every(({ score }) => score !== null) && <ProvenanceBadge kind="measured" />}
        </>
      }
      table={() => rankingTable(rows, task)}
      exportName="clipping-ranking"
      fit="content"
    >
      {({ width }) => (
        <Ranking
          model={rankingModel(rows, reason === null ? float : null, width, task)}
          onChoose={(id, side) => {
            if (id !== HAND) chooseMethod(side, id, settings);
          }}
        />
      )}
    </PanelFrame>
  );
}

function Left({ seconds }: { readonly seconds: number | null }) {
  return seconds === null ? null : <span className={css.left}>{Math.max(1, Math.round(seconds))} s left</span>;
}

const HEIGHT = 250;

/** Every estimator at 2 to 8 bits. */
export function WidthsPanel({ settings, ranking }: RankingPanelProps) {
  const run = useRun(widthsRun);
  const float = useStore((state) => state.scores.float.value);
  const { series, reason } = ranking;
  const task = useStore(currentTask);
  const total = series.length * 7;
  const measured = series.reduce((sum, { scores }) => sum + scores.size, 0);
  return (
    <PanelFrame
      title="At 2 to 8 bits"
      caption={reason ?? `${String(measured)} of ${String(total)} points measured`}
      summary={widthsSentence(series, task)}
      status={statusOf(run, () => widthsRun.cancel())}
      actions={
        <>
          <Left seconds={run.secondsLeft} />
          {run.status !== 'running' && reason === null && measured < total && (
            <Button small kind="primary" onClick={ranking.measureWidths}>
              Measure all bits
            </Button>
          )}
        </>
      }
      table={() => widthsTable(series, task)}
      exportName="clipping-widths"
      fit="content"
    >
      {({ width }) => (
        <Widths
          model={widthsModel(series, reason === null ? float : null, settings.bits, { width, height: HEIGHT }, task)}
          measure={SCORE_NAMES[task.id].name}
        />
      )}
    </PanelFrame>
  );
}
