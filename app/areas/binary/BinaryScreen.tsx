import { useDeferredValue, useEffect } from 'react';
import { useStore } from '../../store/store';
import { Screen } from '../Screen';
import { useScreenParams } from '../useScreenParams';
import { AccuracyPanel, AccuracyTablePanel } from './AccuracyPanel';
import { BenchPanel } from './BenchPanel';
import { BinaryBar } from './BinaryBar';
import css from './BinaryScreen.module.css';
import { CutPanel } from './CutPanel';
import { LevelsPanel } from './LevelsPanel';
import { MapsPanel } from './MapsPanel';
import { PublishedPanel } from './PublishedPanel';
import { SignsPanel } from './SignsPanel';
import { StepperPanel } from './StepperPanel';
import { TrainingFields } from './TrainingFields';
import { WeightsPanel } from './WeightsPanel';
import { useRows } from './rows';
import { readSettings } from './settings';
import { followSettings } from './slots';
import { useMeasuring } from './useMeasuring';

/** What one or two bits keep: which levels, where to cut, what it costs, how packed bits multiply, what training brings back. */
export function BinaryScreen() {
  useEffect(followSettings, []);
  const settings = readSettings(useScreenParams('binary'));
  // What a grip does not move may come a moment later.
  const later = useDeferredValue(settings);
  useMeasuring(settings);
  const rows = useRows();
  const isFailed = useStore((state) => state.model.status === 'failed');
  return (
    <Screen
      area="binary"
      title="Binary and ternary"
      caption="One bit keeps the sign, two bits add a zero. Scales and training decide the rest."
      bar={<BinaryBar settings={settings} />}
    >
      {isFailed && <p role="status">The network could not be loaded. Choose another one.</p>}
      <div className={css.upper}>
        <WeightsPanel settings={settings} />
        <CutPanel settings={settings} />
        <AccuracyPanel settings={later} rows={rows} />
      </div>
      <div className={css.middle}>
        <StepperPanel settings={later} />
        <BenchPanel settings={later} />
        <LevelsPanel settings={later} />
      </div>
      <div className={css.lower}>
        <MapsPanel settings={later} />
        <SignsPanel settings={settings} />
      </div>
      <div className={css.tables}>
        <AccuracyTablePanel settings={later} rows={rows} />
        <PublishedPanel />
      </div>
      <TrainingFields settings={settings} />
    </Screen>
  );
}
