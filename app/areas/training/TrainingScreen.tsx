import { Screen } from '../Screen';
import { BitsPanel } from './bits/BitsPanel';
import { CurvesPanel } from './CurvesPanel';
import { DoctorPanel } from './DoctorPanel';
import { PathsPanel, ScalesPanel, StePanel } from './LayerPanels';
import { ResultPanel } from './ResultPanel';
import { ResumeOffer } from './ResumeOffer';
import { RunBar } from './RunBar';
import { RunAnnouncer } from './RunAnnouncer';
import { SetupPanel } from './SetupPanel';
import css from './TrainingScreen.module.css';
import { WeightsPanel } from './WeightsPanel';

/** Quantization-aware training of A and B beside a float control. */
export function TrainingScreen() {
  return (
    <Screen
      area="training"
      title="QAT workshop"
      caption="A float copy learns; the network only ever sees its codes."
      bar={<RunBar />}
    >
      <ResumeOffer />
      <div className={css.grid}>
        <div className={css.setup}>
          <SetupPanel />
        </div>
        <div className={css.curves}>
          <CurvesPanel />
        </div>
        <div className={css.weights}>
          <WeightsPanel />
        </div>
        <div className={css.doctor}>
          <DoctorPanel />
        </div>
        <div className={css.close}>
          <PathsPanel />
          <StePanel />
          <ScalesPanel />
        </div>
        <div className={css.result}>
          <ResultPanel />
        </div>
        <div className={css.bits}>
          <BitsPanel />
        </div>
      </div>
      <RunAnnouncer />
    </Screen>
  );
}
