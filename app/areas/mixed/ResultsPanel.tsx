import { PanelFrame } from '../../charts/frame/PanelFrame';
import { Button } from '../../controls/Button';
import { Chip } from '../../controls/Chip';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { count, fixed, percent, points } from '../../controls/format';
import { Term } from '../../controls/Term';
import { wilson95 } from '../../../src/model/score';
import { bestOf } from '../../../src/search/best';
import { policyKey, uniformPolicy } from '../../../src/search/policy';
import { policyCost } from '../../../src/search/task';
import { useStore } from '../../store/store';
import { setArea } from '../../store/view-actions';
import css from './MixedScreen.module.css';
import { savePolicy } from './export';
import { baseOf, openPolicy } from './policy';
import { METHOD_NAMES, type Run, budgetOf, isActive, taskOf } from './runs';
import type { MixedSettings } from './settings';
import { useOwnPolicy } from './shown';
import type { Ground } from './facts';
import { scoreOf, useMixedStore } from './store';
import { MEASURE_NAMES, writeCost } from './words';

interface ResultsPanelProps {
  readonly ground: Ground;
  readonly settings: MixedSettings;
}

/** The best policy of every search, measured on test images, beside the reader's own. */
export function ResultsPanel({ ground, settings }: ResultsPanelProps) {
  const runs = useMixedStore((state) => state.runs).filter((run) => run.ground === ground.key);
  const rows = runs.map((run) => rowOf(run, ground));
  return (
    <PanelFrame
      title="You against the searches"
      caption="best policy inside the budget, accuracy in %"
      summary={
        rows.length === 0
          ? 'No search has ended yet.'
          : rows
              .map(({ name, searched, tested }) => `${name}: ${searched} on search images, ${tested} on test images.`)
              .join(' ')
      }
      status={{ status: 'ready', problem: null, progress: null }}
      actions={rows.length === 0 ? null : <ProvenanceBadge kind="measured" />}
      table={() => ({
        columns: [
          'Search',
          'Budget',
          'Seed',
          'Tried',
          'Search images, %',
          'Test images, %',
          'Cost',
          'Seconds',
          'Bits per layer',
        ],
        rows: rows.map((row) => [
          row.name,
          row.budget,
          row.seed,
          row.tried,
          row.searched,
          row.tested,
          row.cost,
          row.seconds,
          row.policy,
        ]),
      })}
      exportName="searches"
      fit="content"
      drawn={false}
      footer={<Own ground={ground} settings={settings} runs={runs} />}
    >
      {() =>
        rows.length === 0 ? (
          <p className={css.waiting}>
            Here stands what each search found: on the training images it searched on, and on test images that no search
            has seen. Set your own bits above under the same budget, and see who does better.
          </p>
        ) : (
          <div className={css.inner}>
            <Table rows={rows} />
          </div>
        )
      }
    </PanelFrame>
  );
}

function rowOf(run: Run, ground: Ground) {
  const best = bestOf(run);
  const { task, test, measure } = run;
  const whole = Math.floor(run.budgetBits);
  const uniform = scoreOf(ground, uniformPolicy(task.layers.length, whole, task.activations ? whole : null));
  const gain = best === null || uniform === null ? null : best.accuracy / 100 - uniform.correct / uniform.images;
  const interval = test === null ? null : wilson95(test.correct, test.n);
  return {
    run,
    best,
    name: METHOD_NAMES[task.method],
    budget: `${run.budgetBits} bits of ${MEASURE_NAMES[measure]}${measure === 'latency' ? ` on ${run.machine}` : ''}`,
    seed: task.seed,
    tried: run.accuracies.length,
    searched: best === null ? '–' : fixed(best.accuracy, 1),
    gain: gain === null ? '–' : points(gain),
    tested: test === null ? '–' : percent(test.correct / test.n),
    interval: interval === null ? '' : `${percent(interval.low)} to ${percent(interval.high)}`,
    cost: best === null ? '–' : writeCost(measure, best.cost),
    seconds: fixed(run.ms / 1000, 1),
    policy: best === null ? '' : policyKey(best.policy),
    state: run.status,
  };
}

function Table({ rows }: { readonly rows: readonly ReturnType<typeof rowOf>[] }) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">Search</th>
          <th scope="col" className={css.wide}>
            Budget
          </th>
          <th scope="col">Tried</th>
          <th scope="col">
            <Term id="searchImages">Search</Term>
          </th>
          <th scope="col" className={css.wide}>
            Over uniform
          </th>
          <th scope="col">Test</th>
          <th scope="col" className={css.wide}>
            Cost
          </th>
          <th scope="col" className={css.wide}>
            Time
          </th>
          <th scope="col">Policy</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.run.key} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { readonly row: ReturnType<typeof rowOf> }) {
  return (
    <tr data-method={row.run.task.method} data-machine={row.run.machine} data-state={row.state}>
      <th scope="row">{row.name}</th>
      <td className={css.wide}>{row.budget}</td>
      <td>
        {count(row.tried)}
        {isActive(row.run) || row.state === 'paused' ? ` of ${count(row.run.task.evaluations)}` : ''}
      </td>
      <td data-cell="search">{row.searched}</td>
      <td className={css.wide}>{row.gain}</td>
      <td data-cell="test" title={row.interval}>
        {row.tested}
      </td>
      <td className={css.wide}>{row.cost}</td>
      <td className={css.wide}>{row.seconds} s</td>
      <td className={css.acts}>
        {row.best !== null && (
          <>
            <Button small aria-label={`Open the best of ${row.name} as B`} onClick={() => openPolicy(row.best!.policy)}>
              Open
            </Button>
            <Button
              small
              aria-label={`Save the best of ${row.name} as JSON`}
              onClick={() => savePolicy(row.run, row.best!.policy, 'json')}
            >
              JSON
            </Button>
            <Button
              small
              aria-label={`Save the best of ${row.name} as CSV`}
              onClick={() => savePolicy(row.run, row.best!.policy, 'csv')}
            >
              CSV
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}

interface OwnProps extends ResultsPanelProps {
  readonly runs: readonly Run[];
}

/** B as the reader set it, scored under the budget of the settings. */
function Own({ ground, settings, runs }: OwnProps) {
  const own = useOwnPolicy(ground);
  const a = useStore((state) => state.experiment.a);
  const policy = own?.policy ?? null;
  if (own === null || policy === null) return null;
  const base = baseOf(a);
  const task = taskOf(settings, ground, base, settings.machine, settings.method);
  const { budget } = budgetOf(settings, ground, base, settings.machine);
  const cost = policyCost(task, policy);
  const isInside = cost <= budget * (1 + 1e-9);
  const rival = runs
    .filter((run) => run.budgetBits === settings.budget && run.measure === settings.measure)
    .map((run) => ({ run, best: bestOf(run) }))
    .reduce<{ name: string; accuracy: number } | null>((top, { run, best }) => {
      if (best === null || (top !== null && best.accuracy <= top.accuracy)) return top;
      return { name: METHOD_NAMES[run.task.method], accuracy: best.accuracy };
    }, null);
  return (
    <p className={css.own} data-own={isInside ? 'inside' : 'over'}>
      <Chip side="b" />
      <span>
        <b>You:</b>{' '}
        {own.accuracy === null
          ? own.shares
            ? 'being scored'
            : 'another recipe than A'
          : `${fixed(own.accuracy, 1)} %`}
        , {writeCost(settings.measure, cost)} of {writeCost(settings.measure, budget)}:{' '}
        {isInside ? 'inside the budget' : 'over the budget'}.{verdict(own.accuracy, isInside, rival)}
      </span>
      <Button small onClick={() => setArea('training')}>
        Fine-tune B in Training
      </Button>
    </p>
  );
}

function verdict(own: number | null, isInside: boolean, rival: { name: string; accuracy: number } | null): string {
  if (own === null || rival === null || !isInside) return '';
  const difference = own - rival.accuracy;
  if (Math.abs(difference) < 0.05) return ` As good as ${rival.name}.`;
  const size = fixed(Math.abs(difference), 1);
  return difference > 0 ? ` ${size} points ahead of ${rival.name}.` : ` ${size} points behind ${rival.name}.`;
}
