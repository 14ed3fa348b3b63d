/** Files on their way into the Lab: read in a worker of their own, looked at, then opened or left. */
import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isOwnId } from '../../../src/model/own-id';
import type { ModelChoices, OpenReport, OpenedFile, TakenModel } from '../../../src/jobs/own-reports';
import { FileReading } from '../../engine/files';
import { putOwn } from '../../engine/own-models';
import { reloadModel } from '../../engine/requests';
import { closeDialog, openModel, toast } from '../../store/actions';
import type { Problem } from '../../store/state';
import { store } from '../../store/store';

interface Counted {
  readonly done: number;
  readonly total: number;
}

interface Opening {
  /** What goes on; null while the user decides. */
  readonly busy: { readonly what: string; readonly progress: Counted } | null;
  readonly problem: Problem | null;
  /** Null before files were read. */
  readonly report: OpenReport | null;
  /** A model that is not the one of the link; the user has to want it. */
  readonly other: TakenModel | null;
}

const NOTHING: Opening = { busy: null, problem: null, report: null, other: null };

const opening = createStore<Opening>()(() => NOTHING);
let reading: FileReading | null = null;

export function useOpening(): Opening {
  return useZustand(opening);
}

/** Reads files in a fresh worker; those before are forgotten. */
export async function readOpened(files: readonly OpenedFile[]): Promise<void> {
  leaveOpening();
  if (files.length === 0) return;
  const mine = (reading = new FileReading());
  const what = files.length === 1 ? (files[0]?.name ?? '') : `${String(files.length)} files`;
  const total = files.reduce((sum, { blob }) => sum + blob.size, 0);
  opening.setState({ busy: { what: `Reading ${what}`, progress: { done: 0, total } } });
  const outcome = await mine.run('open-files', { files }, { onProgress: progressOf(mine) });
  if (reading !== mine) return;
  if (outcome.ok) opening.setState({ busy: null, report: outcome.value });
  else fail(outcome.problem);
}

/** Takes what was read into the Lab; `floatLayers` stay in float on both sides. */
export async function takeOpened(choices: ModelChoices, floatLayers: readonly string[]): Promise<void> {
  const mine = reading;
  if (mine === null) return;
  opening.setState({
    problem: null,
    other: null,
    busy: { what: 'Preparing the weights', progress: { done: 0, total: 1 } },
  });
  const outcome = await mine.run('take-model', choices, { onProgress: progressOf(mine) });
  if (reading !== mine) return;
  opening.setState({ busy: null });
  if (!outcome.ok) opening.setState({ problem: outcome.problem });
  else if (isOther(outcome.value)) opening.setState({ other: outcome.value });
  else await showTaken(outcome.value, floatLayers);
}

/** Puts a model into the Lab and keeps it. */
export async function showTaken(taken: TakenModel, floatLayers: readonly string[]): Promise<void> {
  const { id, title } = taken.record.card;
  const isKept = await putOwn(taken);
  const isAgain = store.getState().experiment.model === id;
  openModel(id, floatLayers);
  if (isAgain) reloadModel();
  closeDialog();
  leaveOpening();
  toast(
    isKept
      ? `Opened ${title}. This browser keeps it under Model, Your models.`
      : `Opened ${title}. This browser does not keep it: it is here until the tab is closed.`,
    !isAgain,
  );
}

/** Ends the reading and forgets what was read. */
export function leaveOpening(): void {
  reading?.dispose();
  reading = null;
  opening.setState(NOTHING, true);
}

/** Whether the page waits for the file of a link, and this is another. */
function isOther({ record }: TakenModel): boolean {
  const wanted = wantedModel();
  return wanted !== null && wanted !== record.card.id;
}

/** Id of the model that the link is about and this browser does not hold. */
export function wantedModel(): string | null {
  const { experiment, model } = store.getState();
  return model.status === 'failed' && isOwnId(experiment.model) ? experiment.model : null;
}

function fail(problem: Problem): void {
  reading?.dispose();
  reading = null;
  opening.setState({ busy: null, problem });
}

function progressOf(mine: FileReading) {
  return (progress: Counted): void => {
    const { busy } = opening.getState();
    if (reading === mine && busy !== null) opening.setState({ busy: { ...busy, progress } });
  };
}
