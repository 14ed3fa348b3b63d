import { memo, useDeferredValue, useMemo, useState } from 'react';
import { RUNG_IDS } from '../../../src/experiment/screens/granularity';
import { Screen } from '../../areas/Screen';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { type LadderInputs, type SubjectKind, hasNetwork } from '../../charts/ladder/input';
import { LadderChart } from '../../charts/ladder/LadderChart';
import { NOUNS } from '../../charts/ladder/measures';
import { type LadderScale, ladderHeight, ladderModel, ladderScale } from '../../charts/ladder/model';
import { ladderSentence, ladderTable, oddNotes, outlierNote, unmeasuredNotes } from '../../charts/ladder/words';
import { count } from '../../controls/format';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import { currentTask } from '../../store/test-items';
import { PanelBoundary } from '../PanelBoundary';
import { AccuracyBar } from './AccuracyBar';
import { selectRung, selectValue } from './actions';
import { BitsPanel } from './BitsPanel';
import { ExampleStepper } from './ExampleStepper';
import css from './Granularity.module.css';
import { LadderBar } from './LadderBar';
import { OutputsPanel } from './OutputsPanel';
import { OutlierPanel } from './OutlierPanel';
import { ScorePanel } from './ScorePanel';
import { type Ladder, useCampaign, useClimbing, useLadder, useLadderSettings } from './useLadder';

const CAPTIONS = {
  weights: 'The same layer under every way to share a scale. Inputs run across a map, output channels down.',
  activations:
    'What goes into a layer under every way to share a scale. Its channels run across a map, the positions of all images down.',
  example:
    'One matrix of the lecture by hand; every number is computed, none is typed in. A line of a map is a row of W; one block is a single line.',
  picture: 'The same rounding on a picture: its lines are the channels, its error can be seen.',
} as const;

/** One tensor under every granularity, what it costs, and the bits of one value. */
export function GranularityScreen() {
  const settings = useLadderSettings();
  useClimbing(settings);
  return (
    <Screen
      area="granularity"
      title="Granularity ladder"
      caption={CAPTIONS[settings.subject]}
      bar={
        <>
          <LadderBar settings={settings} />
          {hasNetwork(settings.subject) && <CampaignBar />}
        </>
      }
    >
      <Panels />
    </Screen>
  );
}

const CampaignBar = memo(function CampaignBar() {
  return <AccuracyBar campaign={useCampaign()} />;
});

const Panels = memo(function Panels() {
  const ladder = useLadder();
  const { settings, inputs } = ladder;
  const task = useStore(currentTask);
  // The cards first; what sums them up is drawn when there is time.
  const later = useDeferredValue(ladder);
  return (
    <>
      {settings.subject === 'example' && <ExampleStepper step={settings.step} />}
      <PanelBoundary name="Ladder">
        <LadderPanel
          inputs={inputs}
          status={ladder.status}
          settings={settings}
          layer={ladder.layer}
          climb={ladder.climb}
        />
      </PanelBoundary>
      <Notes inputs={inputs} />
      {settings.subject === 'weights' && task.id === 'super-resolution' && (
        <PanelBoundary name="Network's picture">
          <OutputsPanel ladder={ladder} />
        </PanelBoundary>
      )}
      <div className={css.lower}>
        <PanelBoundary name="Score">
          <ScorePanel ladder={later} />
        </PanelBoundary>
        <PanelBoundary name="Bits">
          <BitsPanel ladder={later} />
        </PanelBoundary>
        {settings.subject !== 'example' && (
          <PanelBoundary name="Outlier">
            <OutlierPanel ladder={later} />
          </PanelBoundary>
        )}
        {namesMx(ladder) && <Names />}
      </div>
    </>
  );
});

/** Left and right of the cards. */
const MARGIN = 14;
const ACTIONS = { selectRung, selectValue };

type LadderPanelProps = Pick<Ladder, 'inputs' | 'status' | 'settings' | 'layer' | 'climb'>;

const LadderPanel = memo(function LadderPanel({ inputs, status, settings, layer, climb }: LadderPanelProps) {
  const { rungs = null, kind = 'weights', look = 'error' } = inputs ?? {};
  const fresh = useMemo(() => (rungs === null ? null : ladderScale({ rungs, kind, look })), [rungs, kind, look]);
  const scale = useFrozen(fresh);
  return (
    <PanelFrame
      title={titleOf(settings.subject, layer?.name ?? 'the layer')}
      caption={captionOf(inputs)}
      summary={inputs === null ? 'The ladder is not computed yet.' : ladderSentence(inputs)}
      status={status}
      fit="content"
      table={() => (inputs === null ? { columns: [], rows: [] } : ladderTable(inputs))}
      exportName={`ladder-${exportName(settings.subject, layer?.name ?? 'layer')}`}
    >
      {({ width }) =>
        inputs === null || scale === null ? (
          <div
            style={{
              height: ladderHeight(settings.subject, climb?.rungs.length ?? RUNG_IDS.length, width - 2 * MARGIN),
            }}
          />
        ) : (
          <LadderChart
            model={ladderModel(inputs, scale, width - 2 * MARGIN)}
            inputs={inputs}
            scale={scale}
            actions={ACTIONS}
          />
        )
      }
    </PanelFrame>
  );
});

function titleOf(subject: SubjectKind, layer: string): string {
  if (subject === 'example') return 'The rungs on W';
  if (subject === 'activations') return `The rungs on what goes into ${layer}`;
  return subject === 'picture' ? 'The rungs on a picture' : `The rungs on ${layer}`;
}

function exportName(subject: SubjectKind, layer: string): string {
  if (subject === 'activations') return `input-of-${layer}`;
  return subject === 'weights' ? layer : subject;
}

function captionOf(inputs: LadderInputs | null): string {
  if (inputs === null) return '';
  const { subject } = inputs;
  const { window } = subject;
  if (inputs.kind === 'picture')
    return `${count(subject.rows)} × ${count(subject.columns)} pixels; a line is a channel; ticks: levels of the selected pixel`;
  const page = (from: number, length: number, all: number) =>
    length === all ? count(all) : `${count(from)} to ${count(from + length - 1)} of ${count(all)}`;
  const { row, column } = NOUNS[inputs.kind];
  const { tap } = subject;
  const values =
    tap === null || tap.values === subject.n
      ? `all ${count(subject.n)} values`
      : `${count(subject.n)} evenly spaced ones of ${count(tap.values)} values`;
  const images = tap === null ? '' : ` of ${count(tap.images)} training images`;
  return `maps: ${row}s ${page(window.row, window.rows, subject.rows)}, ${column}s ${page(window.column, window.columns, subject.columns)}; numbers: ${values}${images}; ticks: levels of the selected value`;
}

/** While something is dragged colours and axes keep their meaning; they are scaled anew when it is let go. */
function useFrozen(fresh: LadderScale | null): LadderScale | null {
  const dragging = useStore((state) => state.gestureFrom !== null);
  const [held, setHeld] = useState(fresh);
  if ((!dragging || held === null) && held !== fresh) setHeld(fresh);
  return dragging && held !== null ? held : fresh;
}

const Notes = memo(function Notes({ inputs }: { readonly inputs: LadderInputs | null }) {
  if (inputs === null) return null;
  const outlier = outlierNote(inputs);
  const notes = [...(outlier === null ? [] : [outlier]), ...oddNotes(inputs), ...unmeasuredNotes(inputs)];
  if (notes.length === 0) return null;
  return (
    <ul className={css.notes} aria-label="Notes on this tensor">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
});

/** The worked example needs the explanation only where a block format is on screen. */
function namesMx({ settings, climb }: Ladder): boolean {
  return settings.subject !== 'example' || climb?.rungs.some(({ glyph }) => glyph === 'mx') === true;
}

/** Two families have nearly the same name. */
function Names() {
  return (
    <section className={`card ${css.names}`} aria-labelledby="mx-names">
      <h2 id="mx-names">MX is two things</h2>
      <p>
        <b>MX4, MX6, MX9</b> are the <Term id="mxShared">shared micro-exponents</Term> of the lecture (Rouhani et al.
        2023, ISCA): 16 values share an 8-bit exponent, every pair inside shares one more bit, and a value is a sign and
        a mantissa of 2, 4 or 7 bits. They cost 4, 6 and 9 bits a value.
      </p>
      <p>
        <b>MXFP4, MXFP6, MXFP8</b> are the <Term id="ocpMx">microscaling formats</Term> of the Open Compute Project (OCP
        MX, 2023): 32 values share a power of two, there are no pairs, and a value is a small float with an exponent of
        its own. They cost a quarter of a bit more than their name says. MX6 is not MXFP6.
      </p>
      <p className={css.terms}>
        Explained in the glossary: <Term id="vector">group, vector, block</Term>, <Term id="vsquant">VSQuant</Term>,{' '}
        <Term id="sharedExponent">shared exponent</Term>, <Term id="microExponent">micro-exponent</Term>,{' '}
        <Term id="smallFloat">E2M1 and other small floats</Term>, <Term id="e8m0">E8M0</Term>,{' '}
        <Term id="nvfp4">NVFP4</Term>, <Term id="nf4">NF4</Term>, <Term id="heatMap">error map</Term>,{' '}
        <Term id="sqnr">SQNR</Term>, <Term id="psnr">PSNR</Term>, <Term id="storedBits">stored bits</Term>,{' '}
        <Term id="pareto">Pareto line</Term>, <Term id="outlier">outlier</Term>.
      </p>
    </section>
  );
}
