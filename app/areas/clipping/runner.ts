import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { keyOf } from '../../../src/experiment/key';
import { screenParams } from '../../../src/experiment/screens/settings';
import type { ClipCodes, ClipJobs, ClipTensor, ClipTensorReport } from '../../../src/jobs/clip-reports';
import type { Outcome } from '../../engine/outcome';
import { runQuant } from '../../engine/requests';
import { Results } from '../../engine/results';
import { onTapValues, tapId } from '../../engine/tap-loading';
import { EMPTY_SLOT, store } from '../../store/store';
import type { AppState, Slot } from '../../store/state';
import { arenaMethods } from './methods';
import { type ArenaSettings, readSettings, sampleOf } from './settings';

type JobId = keyof ClipJobs;

/** One result that the settings ask for. */
interface Wanted {
  /** Place of the result: `tensor`, `hand`, `batches`, or an estimator. */
  readonly slot: string;
  readonly key: string;
  run(): Promise<Outcome<ClipJobs[JobId]['result']>>;
}

export type ArenaSlots = Readonly<Record<string, Slot<unknown>>>;

/** Every result of the arena by its place. */
export const arenaSlots = createStore<ArenaSlots>()(() => ({}));

/** A result of the arena; the last one stays until the next is there. */
export function useArenaSlot<T>(id: string): Slot<T> {
  return useZustand(arenaSlots, (state) => (state[id] ?? EMPTY_SLOT) as Slot<T>);
}

export function useArenaSlots(): ArenaSlots {
  return useZustand(arenaSlots);
}

/** What the settings and the chosen layer say is clipped; null before the layers are known. */
function clipTensorOf(settings: ArenaSettings, model: string, layer: string | null): ClipTensor | null {
  const sample = sampleOf(settings);
  if (sample !== null) {
    const { shape, count, seed } = sample;
    return { kind: 'sample', shape, count, seed, rectified: settings.source === 'activations' };
  }
  if (layer === null) return null;
  return settings.source === 'weights' ? { kind: 'weights', layer } : { kind: 'loaded', id: tapId(model, layer) };
}

/** The codes that the settings ask for; weights have both signs, so they are never unsigned. */
export function clipCodesOf({ source, bits, codes }: ArenaSettings, { negatives }: ClipTensorReport): ClipCodes {
  const byData = negatives > 0 || source === 'weights' ? 'restricted' : 'unsigned';
  const isRefused = codes === 'unsigned' && source === 'weights';
  return { bits, kind: codes === 'auto' || isRefused ? byData : codes };
}

/**
 * Keeps the results of the arena up to date: one job at a time, always with the latest settings; what a slider asked for in
 * between is skipped. Results that were there before are answered from memory.
 */
class ArenaRunner {
  private readonly results = new Results<unknown>(200);
  private isRunning = false;

  update(): void {
    const [first] = this.missing();
    if (first === undefined || this.isRunning) return;
    void this.work(first);
  }

  private async work(wanted: Wanted): Promise<void> {
    this.isRunning = true;
    const outcome = await wanted.run();
    this.isRunning = false;
    if (outcome.ok) this.results.set(wanted.key, outcome.value);
    put(wanted, outcome.ok ? { value: outcome.value, status: 'ready', problem: null } : failure(outcome));
    this.update();
  }

  /** What is asked for and not there, most urgent first; what is known is put in its place. */
  private missing(): Wanted[] {
    const wanted = wantedBy(store.getState());
    return wanted.filter((one) => {
      const slot = arenaSlots.getState()[one.slot];
      if (slot?.key === one.key && slot.status !== 'stale') return false;
      const known = this.results.get(one.key);
      if (known === undefined) return true;
      put(one, { value: known, status: 'ready', problem: null });
      return false;
    });
  }
}

function failure(outcome: Extract<Outcome<unknown>, { ok: false }>): Partial<Slot<unknown>> {
  return { status: 'failed', problem: outcome.problem };
}

function put({ slot, key }: Wanted, change: Partial<Slot<unknown>>): void {
  arenaSlots.setState((state) => ({ [slot]: { ...EMPTY_SLOT, ...state[slot], ...change, key } }));
}

function keyOfJob(model: string, name: JobId, input: unknown): string {
  return keyOf([model, name, input]);
}

/** Identity of the values that the settings ask for; null before the layers are known. */
export function tensorKey(settings: ArenaSettings, model: string, layer: string | null): string | null {
  const tensor = clipTensorOf(settings, model, layer);
  return tensor === null ? null : keyOfJob(model, 'clip-tensor', { tensor });
}

function wantedBy({ experiment, view, model }: AppState): Wanted[] {
  if (model.status !== 'ready') return [];
  const settings = readSettings(screenParams(experiment.screens, 'clipping'));
  const tensor = clipTensorOf(settings, experiment.model, view.layer);
  if (tensor === null) return [];
  const wanted = <N extends JobId>(slot: string, name: N, input: ClipJobs[N]['input']): Wanted => ({
    slot,
    key: keyOfJob(experiment.model, name, input),
    run: () => {
      const job = () => runQuant(name, input) as ReturnType<Wanted['run']>;
      return tensor.kind === 'loaded' ? onTapValues(view.layer ?? '', tensor.id, job) : job();
    },
  });
  const first = wanted('tensor', 'clip-tensor', { tensor });
  const { key, value } = (arenaSlots.getState()['tensor'] ?? EMPTY_SLOT) as Slot<ClipTensorReport>;
  if (key !== first.key || value === null) return [first];
  const codes = clipCodesOf(settings, value);
  const { hand, alpha, badBatch } = settings;
  return [
    ...(hand > 0 ? [wanted('hand', 'clip-point', { tensor, codes, threshold: hand * value.largest })] : []),
    ...arenaMethods(settings, codes.kind).map(({ id, clipper }) =>
      wanted(id, 'clip-method', { tensor, codes, clipper }),
    ),
    wanted('batches', 'clip-batches', { tensor, alpha, bad: badBatch }),
  ];
}

/** The results that belong to the present settings, by their place; none before the values themselves are there. */
export function presentResults(): Readonly<Record<string, unknown>> {
  const found = arenaSlots.getState();
  const wanted = wantedBy(store.getState());
  if (wanted.length === 0 || wanted[0]?.slot === 'tensor') return {};
  const present = wanted.flatMap(({ slot, key }) => {
    const result = found[slot];
    return result?.key === key && result.status === 'ready' ? [[slot, result.value] as const] : [];
  });
  return { tensor: found['tensor']?.value, ...Object.fromEntries(present) };
}

/** Starts to follow the settings; returns how to stop. */
export function followSettings(): () => void {
  const runner = new ArenaRunner();
  runner.update();
  return store.subscribe((state, before) => {
    const isSame =
      state.experiment === before.experiment && state.view.layer === before.view.layer && state.model === before.model;
    if (!isSame) runner.update();
  });
}
