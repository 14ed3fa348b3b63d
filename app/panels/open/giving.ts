/** Labelled data on their way to a network of the user. */
import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DataChoices, DataReport, OpenedFile } from '../../../src/jobs/own-reports';
import { FileReading } from '../../engine/files';
import { ownRecord, putOwn } from '../../engine/own-models';
import { closeDialog, setModel, toast } from '../../store/actions';
import type { Problem } from '../../store/state';
import { store } from '../../store/store';
import type { Busy } from './parts';

interface Giving {
  readonly busy: Busy | null;
  readonly problem: Problem | null;
  readonly report: DataReport | null;
}

const NOTHING: Giving = { busy: null, problem: null, report: null };

const giving = createStore<Giving>()(() => NOTHING);
let reading: FileReading | null = null;

export function useGiving(): Giving {
  return useZustand(giving);
}

/** Reads data for the chosen model in a fresh worker. `resize`: pictures are scaled to its input. */
export async function readData(files: readonly OpenedFile[], resize: boolean): Promise<void> {
  leaveGiving();
  const record = await ownRecord(store.getState().experiment.model);
  if (record === null || files.length === 0) return;
  if (record.outputs.length !== 1) {
    giving.setState({ problem: noClasses(record.outputs) });
    return;
  }
  const mine = (reading = new FileReading());
  const what = files.length === 1 ? `Reading ${files[0]?.name ?? ''}` : `Reading ${String(files.length)} files`;
  giving.setState({ busy: { what, progress: { done: 0, total: 1 } } });
  const wanted = { shape: record.card.input.shape, classes: record.outputs[0] ?? 0 };
  const outcome = await mine.run('open-data', { files, wanted, resize }, { onProgress: progressOf(mine) });
  if (reading !== mine) return;
  if (outcome.ok) giving.setState({ busy: null, report: outcome.value });
  else {
    leaveGiving();
    giving.setState({ problem: outcome.problem });
  }
}

/** Gives the data that were read to the chosen model, and opens it with them. */
export async function takeData(choices: Omit<DataChoices, 'classes'>): Promise<void> {
  const mine = reading;
  const record = await ownRecord(store.getState().experiment.model);
  if (mine === null || record === null) return;
  giving.setState({ problem: null, busy: { what: 'Preparing the data', progress: { done: 0, total: 1 } } });
  const input = { record, choices: { ...choices, classes: record.outputs[0] ?? 0 } };
  const outcome = await mine.run('take-data', input, { onProgress: progressOf(mine) });
  if (reading !== mine) return;
  giving.setState({ busy: null });
  if (!outcome.ok) {
    giving.setState({ problem: outcome.problem });
    return;
  }
  await putOwn(outcome.value);
  setModel(outcome.value.record.card.id);
  closeDialog();
  leaveGiving();
  toast(`${choices.name} is measured on your data.`, true);
}

export function leaveGiving(): void {
  reading?.dispose();
  reading = null;
  giving.setState(NOTHING, true);
}

function noClasses(outputs: readonly number[]): Problem {
  return {
    title: 'Not opened',
    cause: `The network puts out ${outputs.join(' × ')} values and not one score for each class: labels say nothing about them.`,
    next: 'It is compared by the SQNR of its outputs.',
  };
}

function progressOf(mine: FileReading) {
  return (progress: Busy['progress']): void => {
    const { busy } = giving.getState();
    if (reading === mine && busy !== null) giving.setState({ busy: { ...busy, progress } });
  };
}
