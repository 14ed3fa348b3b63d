import { useEffect, useMemo } from 'react';
import { store, useStore } from '../../store/store';
import { Screen } from '../Screen';
import { useScreenParams } from '../useScreenParams';
import { startLayer } from './layer-run';
import { LuckPanel } from './LuckPanel';
import { NetworkPanel } from './NetworkPanel';
import { RoundingBar } from './RoundingBar';
import css from './RoundingScreen.module.css';
import { followRow } from './row-run';
import { FlipsPanel, RidgesPanel, StepsPanel } from './RunPanels';
import { readSettings } from './settings';
import { SettingsPanel } from './SettingsPanel';
import { roundingStore, useRounding } from './store';
import { TwoWeightsPanel } from './TwoWeightsPanel';

/** Weights of a layer that is rounded as soon as the screen opens. */
const SMALL = 5000;

/** Why rounding to nearest is not best, how AdaRound decides, and what that is worth. */
export function RoundingScreen() {
  const params = useScreenParams('rounding');
  const settings = useMemo(() => readSettings(params), [params]);
  useEffect(followRow, []);
  useFirstRun();
  return (
    <Screen
      area="rounding"
      title="Rounding theatre"
      caption="Nearest is best for one weight alone, and often wrong for the layer."
      bar={<RoundingBar settings={settings} />}
    >
      <div className={css.upper}>
        <TwoWeightsPanel settings={settings} />
        <RidgesPanel />
        <StepsPanel />
      </div>
      <div className={css.lower}>
        <FlipsPanel />
        <LuckPanel settings={settings} />
      </div>
      <NetworkPanel />
      <SettingsPanel settings={settings} />
      <Announcer />
    </Screen>
  );
}

/** A small layer runs at once, so that there is something to see; a lesson leaves that to the reader. */
function useFirstRun(): void {
  const isReady = useStore((state) => state.model.status === 'ready');
  useEffect(() => {
    const { model, view } = store.getState();
    if (model.status !== 'ready' || roundingStore.getState().run !== null || view.lesson !== null) return;
    const layer = model.layers.find(({ name }) => name === view.layer);
    if (layer !== undefined && layer.weights <= SMALL) startLayer();
  }, [isReady]);
}

/** Tells screen readers how a run goes, every tenth of it. */
function Announcer() {
  const text = useRounding(({ run, network }) => {
    if (network.status === 'running') return `Rounding the network: ${network.doing.replace(/, step.*/, '')}.`;
    if (run === null) return '';
    const { layer, status, snapshots, iterations, problem } = run;
    if (problem !== null) return `${problem.title}. ${problem.cause}`;
    const done = Math.floor((10 * (snapshots.at(-1)?.iteration ?? 0)) / Math.max(iterations, 1)) * 10;
    return status === 'running'
      ? `AdaRound on ${layer}: ${String(done)} percent done.`
      : `AdaRound on ${layer}: ${status}.`;
  });
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  );
}
