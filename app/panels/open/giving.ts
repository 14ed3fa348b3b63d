/** Data of the user on their way to a network of theirs. */
import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { LabelChoice } from '../../../src/io/data/types';
import type { DataChoices, DataReport, OpenedFile, OwnRecord, WantedData } from '../../../src/jobs/own-reports';
import { FileReading } from '../../engine/files';
import { ownRecord, putOwn } from '../../engine/own-models';
import { closeDialog, setModel, toast } from '../../store/actions';
import type { Problem } from '../../store/state';
import { store } from '../../store/store';
import type { Busy } from './parts';

/** How files are read, whether they are chosen or dropped. */
interface HowRead {
  /** Pictures are scaled to the input of the network. */
  readonly resize: boolean;
  readonly labels: LabelChoice;
}

interface Giving {
  readonly busy: (Busy & { readonly isBytes: boolean }) | null;
  readonly problem: Problem | null;
  /** Of the last reading that succeeded. */
  readonly report: DataReport | null;
  /** What was read last, or is being read. */
  readonly files: readonly OpenedFile[];
  readonly how: HowRead;
}

const NOTHING: Giving = { busy: null, problem: null, report: null, files: [], how: { resize: false, labels: 'find' } };

const giving = createStore<Giving>()(() => NOTHING);
let reading: FileReading | null = null;

export function useGiving(): Giving {
  return useZustand(giving);
}

/** Reads data for the chosen model in a fresh worker. A place of labels is one in the files before. */
export async function readData(files: readonly OpenedFile[]): Promise<void> {
  const { resize, labels } = giving.getState().how;
  giving.setState({ report: null });
  await read(files, { resize, labels: typeof labels === 'object' ? 'find' : labels });
}

/** Reads the same files again; what was said of them stays until that is done. */
export async function readAgain(change: Partial<HowRead> = {}): Promise<void> {
  const { files, how } = giving.getState();
  await read(files, { ...how, ...change });
}

export function setHow(change: Partial<HowRead>): void {
  giving.setState(({ how }) => ({ how: { ...how, ...change } }));
}

async function read(files: readonly OpenedFile[], how: HowRead): Promise<void> {
  endReading();
  const record = await ownRecord(store.getState().experiment.model);
  if (record === null || files.length === 0) return;
  const mine = (reading = new FileReading());
  const what = files.length === 1 ? `Reading ${files[0]?.name ?? ''}` : `Reading ${String(files.length)} files`;
  giving.setState({ files, how, busy: { what, isBytes: true, progress: { done: 0, total: 1 } } });
  const input = { files, wanted: wantedBy(record, how), resize: how.resize };
  const outcome = await mine.run('open-data', input, { onProgress: progressOf(mine) });
  if (reading !== mine) return;
  if (outcome.ok) giving.setState({ busy: null, report: outcome.value });
  else {
    endReading();
    giving.setState({ problem: outcome.problem });
  }
}

/** Where the network has no classes, labels would say nothing. */
function wantedBy({ card, outputs }: OwnRecord, { labels }: HowRead): WantedData {
  const { model } = store.getState();
  const words = model.status === 'ready' && takesWords(card) ? model.layers[0]?.shape[0] : undefined;
  return {
    shape: card.input.shape,
    classes: outputs[0] ?? 0,
    labels: hasClasses(outputs) ? labels : 'none',
    ...(words === undefined ? {} : { words }),
  };
}

/** Whether a network puts out a score for each of several classes. */
export function hasClasses(outputs: readonly number[]): boolean {
  return outputs.length === 1 && (outputs[0] ?? 0) > 1;
}

/** Whether its inputs are the numbers of words, which go in as they are. */
export function takesWords({ input }: OwnRecord['card']): boolean {
  return input.preprocess === 'token';
}

/** Gives the data that were read to the chosen model, and opens it with them. */
export async function takeData({ name, title, preprocess }: Omit<DataChoices, 'classes'>): Promise<void> {
  const mine = reading;
  const record = await ownRecord(store.getState().experiment.model);
  if (mine === null || record === null) return;
  const busy = { what: 'Preparing the data', isBytes: false, progress: { done: 0, total: 1 } };
  giving.setState({ problem: null, busy });
  const input = { record, choices: { name, title, preprocess, classes: record.outputs[0] ?? 0 } };
  const outcome = await mine.run('take-data', input, { onProgress: progressOf(mine) });
  if (reading !== mine) return;
  giving.setState({ busy: null });
  if (!outcome.ok) {
    giving.setState({ problem: outcome.problem });
    return;
  }
  const { id, task } = outcome.value.record.card;
  await putOwn(outcome.value);
  setModel(id);
  closeDialog();
  leaveGiving();
  toast(task === 'output' ? `${name} is compared on ${title}.` : `${name} is measured on ${title}.`, true);
}

/** Forgets what was read; how files are read stays for the next. */
export function otherData(): void {
  endReading();
  giving.setState({ report: null, files: [] });
}

export function leaveGiving(): void {
  endReading();
  giving.setState(NOTHING, true);
}

function endReading(): void {
  reading?.dispose();
  reading = null;
  giving.setState({ busy: null, problem: null });
}

function progressOf(mine: FileReading) {
  return (progress: Busy['progress']): void => {
    const { busy } = giving.getState();
    if (reading === mine && busy !== null) giving.setState({ busy: { ...busy, progress } });
  };
}
