import { useDeferredValue, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Task } from '../../../src/tasks/task';
import type { Picture } from '../../../src/numerics/pictures';
import { useScreenParams } from '../../areas/useScreenParams';
import { type LadderInputs, hasNetwork } from '../../charts/ladder/input';
import type { PanelStatus } from '../../charts/frame/status';
import { readImages } from '../../engine/requests';
import { useStore } from '../../store/store';
import { currentTask } from '../../store/test-items';
import { type AccuracyView, type Campaign, accuracies, scoreIn } from './accuracies';
import { type LadderView, climber } from './climber';
import { type Climb, type LadderSettings, type Layer, climbOf, readSettings } from './settings';

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

/** The settings of the screen, what they ask for, and the results so far: the same object until one of them changes. */
export function useLadder(): Ladder {
  const params = useScreenParams('granularity');
  const settings = useMemo(() => readSettings(params), [params]);
  const layer = useLayer();
  const model = useStore((state) => state.experiment.model);
  const images = useStore((state) => state.experiment.images);
  const seed = useStore((state) => state.experiment.a.seed);
  const isReady = useStore((state) => state.model.status === 'ready');
  const task = useStore(currentTask);
  const image = useTestImage(settings);
  const climb = useMemo(() => climbOf(settings, layer, image, seed), [settings, layer, image, seed]);
  const selected = climb?.rungs.find(({ id }) => id === settings.rung) ?? climb?.rungs[0] ?? null;
  useLayoutEffect(() => {
    if (isReady) climber.want(climb, selected, model);
  }, [climb, selected, model, isReady]);
  // Results come one by one and are drawn when the browser has time; settings, which keys and pointers change, at once.
  const view = useLaterOf(useSyncExternalStore(climber.subscribe, () => climber.view));
  const measured = useDeferredValue(useSyncExternalStore(accuracies.subscribe, () => accuracies.view));
  const rungs = climb?.rungs;
  const campaign = useMemo(() => ({ model, images, seed, rungs: rungs ?? [] }), [model, images, seed, rungs]);
  const inputs = useMemo(
    () => inputsOf(view, settings, selected?.id ?? '', campaign, measured, task),
    [view, settings, selected, campaign, measured, task],
  );
  const status = useMemo(() => statusOf(view), [view]);
  const float = accuracies.floatOf(campaign);
  return useMemo(
    () => ({ settings, climb, view, inputs, status, campaign, layer, float }),
    [settings, climb, view, inputs, status, campaign, layer, float],
  );
}

/** The last results that there was time for; those of another tensor at once, as nothing else may stand under its name. */
function useLaterOf(view: LadderView): LadderView {
  const later = useDeferredValue(view);
  return later.subject === view.subject ? later : view;
}

function inputsOf(
  view: LadderView,
  { subject: kind, look }: LadderSettings,
  selected: string,
  campaign: Campaign,
  measured: AccuracyView,
  task: Task,
): LadderInputs | null {
  if (view.subject === null || view.rungs.length === 0) return null;
  const rungs = view.rungs.map(({ rung, report, problem }) => ({
    rung,
    report,
    problem,
    score: hasNetwork(kind) ? scoreIn(measured, campaign, rung) : null,
  }));
  const families = view.families.map(({ family, errors }) => ({
    id: family.id,
    points: family.rungs.map((rung) => ({
      bits: rung.bits,
      error: errors.get(rung.bits) ?? null,
      score: hasNetwork(kind) ? scoreIn(measured, campaign, rung) : null,
    })),
  }));
  return { task, kind, look, subject: view.subject, rungs, families, selected };
}

function statusOf({ failure, isLate, subject }: LadderView): PanelStatus {
  if (failure !== null) return { status: 'failed', problem: failure, progress: null };
  if (subject === null) return { status: 'empty', problem: null, progress: null };
  return { status: isLate ? 'running' : 'ready', problem: null, progress: null };
}

function useLayer(): Layer | null {
  const name = useStore((state) => state.view.layer);
  const id = useStore((state) => state.experiment.model);
  const model = useStore((state) => state.model);
  return useMemo(() => {
    const layer = model.status === 'ready' ? model.layers.find((one) => one.name === name) : undefined;
    return layer === undefined
      ? null
      : { model: id, name: layer.name, weights: layer.shape.reduce((n, d) => n * d, 1) };
  }, [name, id, model]);
}

/** The test image of the settings, from 0 to 1; null until it has been read. */
function useTestImage({ subject, picture, image }: LadderSettings): Picture | null {
  const labels = useStore((state) => state.labels);
  const shape = useStore((state) => (state.model.status === 'ready' ? state.model.card.input.shape : null));
  const [read, setRead] = useState<{ readonly index: number; readonly picture: Picture } | null>(null);
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
  return read?.index === image ? read.picture : null;
}
