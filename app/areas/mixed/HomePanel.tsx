import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { FrameTable } from '../../charts/frame/table';
import { mixedScreen } from '../../../src/experiment/screens/mixed';
import { machineOf } from '../../../src/hardware/machines';
import { wilson95 } from '../../../src/model/score';
import type { Best } from '../../../src/search/best';
import { Button } from '../../controls/Button';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { count, fixed, percent } from '../../controls/format';
import { Term } from '../../controls/Term';
import { Select } from '../../controls/Select';
import { startBoth } from './controller';
import { BarField } from '../BarField';
import css from './MixedScreen.module.css';
import { openPolicy } from './policy';
import { type Found, type Latencies, atHome } from './home';
import { METHOD_NAMES } from './runs';
import { type MixedSettings, setMixed } from './settings';
import type { Ground } from './facts';
import { useMixedStore } from './store';
import { writeCost } from './words';

interface HomePanelProps {
  readonly ground: Ground;
  readonly settings: MixedSettings;
}

/** The same budget on two hardware models: two policies, each on both machines. */
export function HomePanel({ ground, settings }: HomePanelProps) {
  const { machine, other } = settings;
  const runs = useMixedStore((state) => state.runs);
  const { found, latencies } = atHome(runs, ground, settings);
  const names = [machine, other].map((id) => machineOf(id).label);
  return (
    <PanelFrame
      title="At home and away"
      caption="one budget, two machines"
      summary={homeSentence(names, latencies)}
      status={{ status: 'ready', problem: null, progress: null }}
      actions={
        found.every((one) => one === null) ? null : (
          <>
            <ProvenanceBadge kind="modelled" note="latency" />
            <span className={css.wide}>
              <ProvenanceBadge kind="measured" note="accuracy" />
            </span>
          </>
        )
      }
      table={() => homeTable(names, found, latencies)}
      exportName="home-and-away"
      fit="content"
      drawn={false}
      footer={<HomeFooter settings={settings} />}
    >
      {() => (
        <div className={css.inner}>
          <HomeTable machines={[machine, other]} found={found} latencies={latencies} />
        </div>
      )}
    </PanelFrame>
  );
}

function homeTable(names: readonly string[], found: readonly (Found | null)[], latencies: Latencies): FrameTable {
  return {
    columns: [
      'Policy for',
      ...names.map((name) => `Seconds on ${name}`),
      'Search images, %',
      'Test images right',
      'Test images',
      'Weight bits',
      'Input bits',
    ],
    rows: found.flatMap((one, at) => {
      if (one === null) return [];
      const { best, run } = one;
      const { weights, activations } = best.policy;
      return [
        [
          names[at] ?? '',
          ...latencies[at]!.map((value) => value ?? ''),
          best.accuracy,
          run.test?.correct ?? '',
          run.test?.n ?? '',
          weights.join(' '),
          activations?.join(' ') ?? '',
        ],
      ];
    }),
  };
}

interface HomeTableProps {
  readonly machines: readonly string[];
  readonly found: readonly (Found | null)[];
  readonly latencies: Latencies;
}

function HomeTable({ machines, found, latencies }: HomeTableProps) {
  const names = machines.map((id) => machineOf(id).label);
  return (
    <table className={css.table} data-home>
      <thead>
        <tr>
          <th scope="col">policy for</th>
          {names.map((name) => (
            <th key={name} scope="col">
              on {name}
            </th>
          ))}
          <th scope="col">
            <Term id="searchImages">Search</Term>
          </th>
          <th scope="col">Test</th>
          <th scope="col">Policy</th>
        </tr>
      </thead>
      <tbody>
        {found.map((one, at) => (
          <tr key={names[at]} data-policy={machines[at]}>
            <th scope="row">
              {names[at]}
              {one !== null && <MiniBars best={one.best} />}
            </th>
            {latencies[at]!.map((value, on) => (
              <td key={names[on]} data-best={isBest(latencies, at, on)}>
                {value === null ? '–' : writeCost('latency', value)}
              </td>
            ))}
            <td>{one === null ? '–' : `${fixed(one.best.accuracy, 1)} %`}</td>
            <Tested test={one?.run.test ?? null} />
            <td>
              {one !== null && (
                <Button
                  small
                  aria-label={`Open the policy for ${names[at] ?? ''} as B`}
                  onClick={() => openPolicy(one.best.policy)}
                >
                  Open
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Accuracy on test images, with its interval on request. */
function Tested({ test }: { readonly test: Found['run']['test'] }) {
  if (test === null) return <td>–</td>;
  const { low, high } = wilson95(test.correct, test.n);
  return (
    <td data-cell="test" title={`${count(test.n)} test images, ${percent(low)} to ${percent(high)}`}>
      {percent(test.correct / test.n)} %
    </td>
  );
}

function HomeFooter({ settings }: Pick<HomePanelProps, 'settings'>) {
  const { machine, other, budget, method } = settings;
  const ask = { ...settings, measure: 'latency' as const, activations: true };
  return (
    <div className={css.footer}>
      <BarField label="Other" width="list">
        <Select
          name="Other hardware"
          value={other}
          options={mixedScreen.other.options.map((one) => ({
            ...one,
            reason: one.value === machine ? 'chosen above' : null,
          }))}
          onChange={(value) => setMixed('other', value)}
        />
      </BarField>
      <Button small disabled={machine === other} onClick={() => startBoth(ask)}>
        Search for both
      </Button>
      <span>
        {fixed(budget, 2)} bits of latency, weights and inputs, by {METHOD_NAMES[method]}
      </span>
    </div>
  );
}

function isBest(latencies: Latencies, at: number, on: number): boolean {
  const column = latencies.map((row) => row[on] ?? null);
  const own = column[at] ?? null;
  return own !== null && column.every((value) => value !== null && own <= value);
}

function homeSentence(names: readonly string[], latencies: Latencies): string {
  const parts = latencies.flatMap((row, at) => {
    const [home, away] = [row[at] ?? null, latencies[1 - at]?.[at] ?? null];
    if (home === null || away === null) return [];
    const change = (100 * (away - home)) / home;
    const words = change >= 0 ? `${fixed(change, 0)} % slower` : `${fixed(-change, 0)} % faster`;
    return [`On ${names[at] ?? ''} the policy for ${names[1 - at] ?? ''} is ${words} than its own.`];
  });
  return parts.length === 0 ? 'The two searches have not been run yet.' : parts.join(' ');
}

const STEP = 7;

/** Weight bits up, input bits down, one column a layer. */
function MiniBars({ best: { policy } }: { readonly best: Best }) {
  const { weights, activations } = policy;
  return (
    <svg className={css.mini} width={weights.length * STEP} height={34} aria-hidden>
      {weights.map((bits, at) => (
        <rect key={`w${at}`} className="fb" x={at * STEP} y={16 - 2 * bits} width={STEP - 2} height={2 * bits} />
      ))}
      {activations?.map((bits, at) => (
        <rect key={`a${at}`} className={css.miniInput} x={at * STEP} y={18} width={STEP - 2} height={2 * bits} />
      ))}
    </svg>
  );
}
