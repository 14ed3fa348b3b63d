import { Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { mixedScreen } from '../../../src/experiment/screens/mixed';
import { Button } from '../../controls/Button';
import { NumberField } from '../../controls/NumberField';
import { ProgressBar } from '../../controls/ProgressBar';
import { Select } from '../../controls/Select';
import { Switch } from '../../controls/Switch';
import { count } from '../../controls/format';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import { discardLeft, pauseSearch, resumeSearch, startSearch } from './controller';
import { BarField } from '../BarField';
import css from './MixedScreen.module.css';
import { baseOf } from './policy';
import { METHOD_NAMES, type Run, budgetOf, feasibleBits, isActive } from './runs';
import { type MixedSettings, setMixed } from './settings';
import { useShownRun } from './shown';
import type { Ground } from './facts';
import { useMixedStore } from './store';
import { MEASURE_NAMES, writeCost } from './words';

interface SearchBarProps {
  readonly ground: Ground | null;
  readonly settings: MixedSettings;
  readonly isCurrent: boolean;
}

/** Hardware, budget and search, how far it is, and the buttons that start and pause it. */
export function SearchBar({ ground, settings, isCurrent }: SearchBarProps) {
  const run = useMixedStore(({ runs }) => runs.find(isActive) ?? null);
  return (
    <>
      <BarField width="list" label={<Term id="hardwareModel">Hardware</Term>}>
        <Select
          name="Hardware"
          value={settings.machine}
          options={mixedScreen.machine.options}
          onChange={(value) => setMixed('machine', value)}
        />
      </BarField>
      <BarField width="list" label="Budget on">
        <Select
          name="Budget on"
          value={settings.measure}
          options={mixedScreen.measure.options}
          onChange={(value) => setMixed('measure', value)}
        />
      </BarField>
      <BudgetField ground={ground} settings={settings} />
      <BarField width="list" label={<Term id="policySearch">Search</Term>}>
        <Select
          name="Search"
          value={settings.method}
          options={mixedScreen.method.options}
          onChange={(value) => setMixed('method', value)}
        />
      </BarField>
      {run === null ? <Starter ground={ground} settings={settings} isCurrent={isCurrent} /> : <Progress run={run} />}
    </>
  );
}

/** The budget as the bits of a uniform policy, with what that is in the unit of the measure. */
function BudgetField({ ground, settings }: Pick<SearchBarProps, 'ground' | 'settings'>) {
  const a = useStore((state) => state.experiment.a);
  const { min, max, step } = mixedScreen.budget;
  const asked = ground === null ? null : budgetOf(settings, ground, baseOf(a), settings.machine);
  return (
    <BarField
      label="of"
      width="number"
      after={`bits${asked === null ? '' : ` = ${writeCost(settings.measure, asked.budget)}`}`}
    >
      <NumberField
        name="Budget in bits"
        value={settings.budget}
        range={{ min, max, integer: false }}
        step={step}
        onCommit={(value) => setMixed('budget', value)}
      />
    </BarField>
  );
}

function Starter({ ground, settings, isCurrent }: SearchBarProps) {
  const a = useStore((state) => state.experiment.a);
  const shown = useShownRun();
  const smallest = ground === null ? null : feasibleBits(settings, ground, baseOf(a), settings.machine);
  const { method, evaluations } = settings;
  const canResume = shown?.status === 'paused' && shown.ground === ground?.key;
  const what = method === 'ilp' ? 'Run' : `Run ${count(evaluations)} ${method === 'haq' ? 'episodes' : 'policies'}`;
  return (
    <>
      {canResume && (
        <Button onClick={() => resumeSearch(shown, settings)}>
          Resume {METHOD_NAMES[shown.task.method]}, {count(shown.accuracies.length)} of {count(shown.task.evaluations)}
        </Button>
      )}
      <Button
        kind="primary"
        disabled={ground === null || !isCurrent || smallest !== null}
        onClick={() => startSearch(settings, method)}
      >
        <Play size={15} aria-hidden />
        {what}
      </Button>
      {smallest !== null && (
        <p className={css.refused} role="alert">
          No policy of {settings.least} bits or more keeps this budget of {MEASURE_NAMES[settings.measure]}. The
          smallest feasible one is {smallest} bits.
          <Button small onClick={() => setMixed('budget', smallest)}>
            Use {smallest}
          </Button>
        </p>
      )}
    </>
  );
}

function Progress({ run }: { readonly run: Run }) {
  const { task, accuracies, ms, waiting } = run;
  const total = task.method === 'ilp' ? 1 : task.evaluations;
  const done = accuracies.length;
  const seconds = done < 5 ? null : Math.max(1, Math.round(((ms / done) * (total - done)) / 1000));
  return (
    <>
      <span className={css.text}>
        {METHOD_NAMES[task.method]}: {count(done)} of {count(total)}
      </span>
      <ProgressBar label={`Search, ${METHOD_NAMES[task.method]}`} done={done} total={total} />
      <span className={css.left}>{waiting ?? (seconds === null ? '' : `~${seconds} s left`)}</span>
      <Button kind="primary" onClick={pauseSearch}>
        <Pause size={15} aria-hidden />
        Cancel
      </Button>
    </>
  );
}

/** Everything else that decides a search. */
export function MoreSettings({ settings }: { readonly settings: MixedSettings }) {
  const number = (key: 'least' | 'most' | 'evaluations' | 'images' | 'seed'): ReactNode => {
    const { label, min, max } = mixedScreen[key];
    return (
      <BarField key={key} label={key === 'images' ? <Term id="searchImages">{label}</Term> : label} width="number">
        <NumberField
          name={label}
          value={settings[key]}
          range={{
            min: key === 'most' ? settings.least : min,
            max: key === 'least' ? settings.most : max,
            integer: true,
          }}
          step={1}
          onCommit={(value) => setMixed(key, value)}
        />
      </BarField>
    );
  };
  return (
    <div className={css.more}>
      <span className={css.switch}>
        <Switch
          label={mixedScreen.activations.label}
          on={settings.activations}
          onChange={(value) => setMixed('activations', value)}
        />
      </span>
      {(['least', 'most', 'evaluations', 'images', 'seed'] as const).map(number)}
    </div>
  );
}

/** Offers a search that a reload interrupted. */
export function LeftOver({ settings, ground }: Pick<SearchBarProps, 'settings' | 'ground'>) {
  const left = useMixedStore((state) => state.left);
  if (left === null) return null;
  const fits = ground?.key === left.ground;
  return (
    <section className={`card ${css.leftOver ?? ''}`} aria-label="Interrupted search">
      <p role="status">
        A search was interrupted: {METHOD_NAMES[left.task.method]} on {left.model}, {count(left.accuracies.length)} of{' '}
        {count(left.task.evaluations)}.
        {fits ? '' : ' It belongs to another network, recipe of A or number of search images.'}
      </p>
      <Button kind="primary" disabled={!fits} onClick={() => resumeSearch(left, settings)}>
        Resume
      </Button>
      <Button onClick={discardLeft}>Discard</Button>
    </section>
  );
}
