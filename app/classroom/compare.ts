import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type HandedIn, readAnswers } from '../../src/classroom/answers';
import { readText, writeText } from '../store/storage';
import { aside, type Outcome, recheck } from './recheck';

interface CompareState {
  /** As it was pasted; nothing is taken out of it. */
  readonly text: string;
  /** By fragment of the link. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Null while nothing is measured again. */
  readonly run: { readonly done: number; readonly total: number; readonly controller: AbortController } | null;
}

const KEY = 'quantization-playground-answers';

const compare = createStore<CompareState>()(() => ({
  text: readText('page', KEY) ?? '',
  outcomes: new Map(),
  run: null,
}));

export function useCompare(): CompareState {
  return useZustand(compare);
}

/** The pasted text; kept as long as the tab. */
export function setPasted(text: string): void {
  compare.setState({ text });
  writeText('page', KEY, text === '' ? null : text);
}

/** Measures every answer again, those on the same network after each other; what was measured before stays until then. */
export async function recheckAll(): Promise<void> {
  if (compare.getState().run !== null) return;
  const { answers } = readAnswers(compare.getState().text);
  const controller = new AbortController();
  const total = answers.length;
  compare.setState({ run: { done: 0, total, controller } });
  await aside(async () => {
    for (const [done, handed] of byNetwork(answers).entries()) {
      const outcome = await recheck(
        { ...handed.link, answer: handed.answer, digest: handed.digest },
        controller.signal,
      );
      if ('stopped' in outcome) return;
      const outcomes = new Map(compare.getState().outcomes).set(handed.hash, outcome);
      compare.setState({ outcomes, run: { done: done + 1, total, controller } });
    }
  });
  compare.setState({ run: null });
}

function byNetwork(answers: readonly HandedIn[]): readonly HandedIn[] {
  const networks = [...new Set(answers.map(({ link }) => link.experiment.model))];
  return networks.flatMap((model) => answers.filter(({ link }) => link.experiment.model === model));
}

/** Stops measuring; what has been measured stays. */
export function stopRecheck(): void {
  compare.getState().run?.controller.abort();
}
