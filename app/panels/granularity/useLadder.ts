import { useDeferredValue, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { screenParams } from '../../../src/experiment/screens/settings';
import type { Picture } from '../../../src/numerics/pictures';
import { useScreenParams } from '../../areas/useScreenParams';
import { type LadderInputs, type SubjectKind, hasNetwork } from '../../charts/ladder/input';
import type { PanelStatus } from '../../charts/frame/status';
import { readImages } from '../../engine/requests';
import type { AppState } from '../../store/state';
import { store, useStore } from '../../store/store';
import { currentTask } from '../../store/test-items';
import { type AccuracyView, type Campaign, accuracies, scoreIn } from './accuracies';
import { type FamilyState, type LadderView, type RungState, climber } from './climber';
import { type Climb, type LadderSettings, type Layer, climbOf, readSettings } from './settings';
import type { Request } from './wanted';

/** The results so far and the settings that they belong to. */
export interface Ladder {
  readonly settings: LadderSettings;
  readonly climb: Climb | null;
  readonly view: LadderView;
  /** Null before the first result. */
  readonly inputs: LadderInputs | null;
  readonly status: PanelStatus;
  readonly campaign: Campaign;
  readonly layer: Layer | null;
  readonly float: number | null;
}

/** The present settings of the screen, which its controls show. */
export function useLadderSettings(): LadderSettings {
  const params = useScreenParams('granularity');
  return useMemo(() => readSettings(params), [params]);
}

/**
 * Keeps the ladder up to date with the settings while the screen is open. What a change asks for is asked at once, before
 * anything of it is drawn.
 */
export function useClimbing(settings: LadderSettings): void {
  const image = useTestImage(settings);
  useLayoutEffect(() => {
    let last: AppState | null = null;
    const follow = (state: AppState) => {
      const isSame =
        last?.experiment === state.experiment && last.view.layer === state.view.layer && last.model === state.model;
      last = state;
      if (!isSame && state.model.status === 'ready') climber.want(requestOf(state, image));
    };
    follow(store.getState());
    return store.subscribe(follow);
  }, [image]);
}

/** Null while the numbers that are asked for are not there. */
function requestOf({ experiment, view, model }: AppState, image: TestImage | null): Request | null {
  const settings = readSettings(screenParams(experiment.screens, 'granularity'));
  const found = model.status === 'ready' ? model.layers.find(({ name }) => name === view.layer) : undefined;
  const layer =
    found === undefined
      ? null
      : { model: experiment.model, name: found.name, weights: found.shape.reduce((n, d) => n * d, 1) };
  const isOfImage = settings.subject === 'picture' && settings.picture === 'image';
  const picture = isOfImage && image?.index === settings.image ? image.picture : null;
  const climb = climbOf(settings, layer, picture, experiment.a.seed);
  if (climb === null) return null;
  const selected = climb.rungs.find(({ id }) => id === settings.rung) ?? climb.rungs[0] ?? null;
  return { settings, layer, climb, selected, model: experiment.model };
}

/** What the accuracies on screen are measured of. */
export function useCampaign(): Campaign {
  const model = useStore((state) => state.experiment.model);
  const images = useStore((state) => state.experiment.images);
  const seed = useStore((state) => state.experiment.a.seed);
  const rungs = useSyncExternalStore(climber.subscribe, () => climber.view.request?.climb.rungs);
  return useMemo(() => ({ model, images, seed, rungs: rungs ?? [] }), [model, images, seed, rungs]);
}

/** The results on screen: the same object until something of them changes. */
export function useLadder(): Ladder {
  const now = useLadderSettings();
  const campaign = useCampaign();
  const task = useStore(currentTask);
  const view = useSyncExternalStore(climber.subscribe, () => climber.view);
  // Other widths and accuracies come one by one and are drawn when the browser has time.
  const families = useDeferredValue(view.families);
  const measured = useDeferredValue(useSyncExternalStore(accuracies.subscribe, () => accuracies.view));
  const { settings = now, climb = null, layer = null, selected = null } = view.request ?? {};
  const { subject, rungs: states } = view;
  const { subject: kind, look } = settings;
  const rungInputs = useMemo(() => rungInputsOf(states, kind, campaign, measured), [states, kind, campaign, measured]);
  const lines = useMemo(() => familiesOf(families, kind, campaign, measured), [families, kind, campaign, measured]);
  const chosen = selected?.id ?? '';
  const inputs = useMemo(
    () =>
      subject === null || rungInputs.length === 0
        ? null
        : { task, kind, look, subject, rungs: rungInputs, families: lines, selected: chosen },
    [task, kind, look, subject, rungInputs, lines, chosen],
  );
  const status = useMemo(() => statusOf(view), [view]);
  const float = accuracies.floatOf(campaign);
  return useMemo(
    () => ({ settings, climb, view, inputs, status, campaign, layer, float }),
    [settings, climb, view, inputs, status, campaign, layer, float],
  );
}

function rungInputsOf(
  states: readonly RungState[],
  kind: SubjectKind,
  campaign: Campaign,
  measured: AccuracyView,
): LadderInputs['rungs'] {
  return states.map(({ rung, report, problem }) => ({
    rung,
    report,
    problem,
    score: hasNetwork(kind) ? scoreIn(measured, campaign, rung) : null,
  }));
}

function familiesOf(
  families: readonly FamilyState[],
  kind: SubjectKind,
  campaign: Campaign,
  measured: AccuracyView,
): LadderInputs['families'] {
  return families.map(({ family, errors }) => ({
    id: family.id,
    points: family.rungs.map((rung) => ({
      bits: rung.bits,
      error: errors.get(rung.bits) ?? null,
      score: hasNetwork(kind) ? scoreIn(measured, campaign, rung) : null,
    })),
  }));
}

function statusOf({ failure, isLate, subject }: LadderView): PanelStatus {
  if (failure !== null) return { status: 'failed', problem: failure, progress: null };
  if (subject === null) return { status: 'empty', problem: null, progress: null };
  return { status: isLate ? 'running' : 'ready', problem: null, progress: null };
}

interface TestImage {
  readonly index: number;
  readonly picture: Picture;
}

/** The test image of the settings, from 0 to 1; null until it has been read. */
function useTestImage({ subject, picture, image }: LadderSettings): TestImage | null {
  const labels = useStore((state) => state.labels);
  const shape = useStore((state) => (state.model.status === 'ready' ? state.model.card.input.shape : null));
  const [read, setRead] = useState<TestImage | null>(null);
  const isWanted = subject === 'picture' && picture === 'image' && labels !== null && shape !== null;
  useEffect(() => {
    if (!isWanted) return undefined;
    const controller = new AbortController();
    void readImages([image], controller.signal).then((outcome) => {
      if (!outcome.ok || controller.signal.aborted) return;
      const [height = 1, width = 1] = shape;
      const pixels = Float32Array.from(outcome.value, (byte) => byte / 255);
      setRead({ index: image, picture: { width, height, pixels } });
    });
    return () => {
      controller.abort();
    };
  }, [isWanted, image, shape]);
  return read?.index === image ? read : null;
}
