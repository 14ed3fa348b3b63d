import { useEffect } from 'react';
import { useStore } from '../../store/store';
import { Screen } from '../Screen';
import { AgentPanel, SearchAnnouncer } from './AgentPanel';
import { BitsPanel } from './BitsPanel';
import { CloudPanel } from './CloudPanel';
import { isByCurvature, measureShown } from './follow';
import { CostPanel, RooflinePanel } from './HardwarePanels';
import { HomePanel } from './HomePanel';
import css from './MixedScreen.module.css';
import { tracesFor } from './objective';
import { ResultsPanel } from './ResultsPanel';
import { savedRun } from './saved';
import { LeftOver, MoreSettings, SearchBar } from './SearchBar';
import { type MixedSettings, useMixed } from './settings';
import { useGround } from './shown';
import { SpaceCard } from './SpaceCard';
import { mixedStore, useMixedStore } from './store';

/** Bits per layer under a budget: by hand, by searches, by an agent, and what hardware makes of them. */
export function MixedScreen() {
  const settings = useMixed();
  const { ground, isCurrent } = useGround();
  useMeasurements(settings);
  useCurvature(settings, ground !== null);
  useEffect(offerLeft, []);
  return (
    <Screen
      area="mixed"
      title="Mixed-precision lab"
      caption="One budget: drag a bar, or let a search try."
      bar={<SearchBar ground={ground} settings={settings} isCurrent={isCurrent} />}
    >
      <LeftOver settings={settings} ground={ground} />
      <MoreSettings settings={settings} />
      {ground === null ? (
        <Waiting />
      ) : (
        <>
          <SpaceCard ground={ground} settings={settings} />
          <div className={css.upper}>
            <BitsPanel ground={ground} settings={settings} isCurrent={isCurrent} />
            <CloudPanel ground={ground} settings={settings} isCurrent={isCurrent} />
          </div>
          <div className={css.middle}>
            <AgentPanel ground={ground} />
            <RooflinePanel works={ground.works} settings={settings} />
            <CostPanel works={ground.works} settings={settings} />
          </div>
          <div className={css.lower}>
            <ResultsPanel ground={ground} settings={settings} />
            <HomePanel ground={ground} settings={settings} />
          </div>
        </>
      )}
      <SearchAnnouncer />
    </Screen>
  );
}

/** A bar that rests this long is measured even though it is still held. */
const REST_MS = 120;

/** Measures what the screen shows whenever settings, recipes or the network change. */
function useMeasurements(settings: MixedSettings): void {
  const experiment = useStore((state) => state.experiment);
  const isReady = useStore((state) => state.model.status === 'ready');
  const { model, a, b } = experiment;
  useEffect(() => {
    if (!isReady) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => void measureShown(settings, controller.signal), REST_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [settings, model, a, b, isReady]);
}

/** Estimates the Hessian traces of the network once they are asked for. */
function useCurvature({ damageIn }: MixedSettings, isReady: boolean): void {
  const model = useStore((state) => state.experiment.model);
  const isWanted = isReady && isByCurvature({ damageIn });
  useEffect(() => {
    if (!isWanted) return undefined;
    const controller = new AbortController();
    void tracesFor(controller.signal);
    return () => controller.abort();
  }, [model, isWanted]);
}

function offerLeft(): void {
  const { left, runs } = mixedStore.getState();
  if (left === null && runs.length === 0) mixedStore.setState({ left: savedRun() });
}

const WAITING = `Waiting for the network and the images that policies are compared on. Then a dragged bar gives a layer more bits or
fewer, and a search spends the same budget at random, greedily, by evolution, by an integer program or with the HAQ agent; every policy
becomes a point of accuracy against size, latency or energy.`;

/** Before the first result: what is waited for, or why there will be none. */
function Waiting() {
  const model = useStore((state) => state.model);
  const problem = useMixedStore((state) => state.problem);
  const reason = model.status === 'failed' ? model.problem : problem;
  return (
    <section className="card" aria-label="Mixed-precision lab, not yet measured">
      <p className={css.waiting} role="status">
        {reason === null ? WAITING : `${reason.title}. ${reason.cause} ${reason.next}`}
      </p>
    </section>
  );
}
