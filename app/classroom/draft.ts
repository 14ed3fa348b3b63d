import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { goalProblem } from '../../src/classroom/goals';
import { type Assignment, CAPS, type LockId } from '../../src/experiment/assignment';
import { cleanText, textProblem } from '../../src/experiment/assignment-text';
import { decodeLink, encodeLink } from '../../src/experiment/codec';
import type { LinkState } from '../../src/experiment/link';
import type { AreaId } from '../../src/experiment/screens/registry';
import '../../src/experiment/task-format';
import type { AppState } from '../store/state';
import { readText, writeText } from '../store/storage';
import { store } from '../store/store';

/** An assignment as it is being made; it begins with the settings on screen. */
export interface Draft extends Omit<Assignment, 'start'> {
  /** Screen that it begins on. */
  readonly area: AreaId;
}

const KEY = 'quantization-playground-draft';

const EMPTY: Draft = {
  title: 'Assignment',
  text: '',
  area: 'lab',
  locked: [],
  hiddenPanels: [],
  hiddenScreens: [],
  goals: [{ quantity: 'accuracy', is: 'at least', value: 85 }],
};

/** As long as the tab, so that a reload loses nothing. */
function kept(): Draft {
  const decoded = decodeLink(readText('page', KEY) ?? '');
  const assignment = decoded?.ok === true ? decoded.link.assignment : undefined;
  if (assignment === undefined) return EMPTY;
  const { start, ...draft } = assignment;
  return { ...draft, area: start.area ?? 'lab' };
}

const drafts = createStore<Draft>()(kept);

export function useDraft(): Draft {
  return useZustand(drafts);
}

/** Changes the draft. Characters that cannot be shown never get into a text. */
export function changeDraft(change: Partial<Draft>): void {
  const { title, text } = change;
  drafts.setState({
    ...change,
    ...(title === undefined ? {} : { title: cleanText(title, 'one line') }),
    ...(text === undefined ? {} : { text: cleanText(text, 'lines') }),
  });
  const draft = drafts.getState();
  if (textProblems(draft).length === 0) writeText('page', KEY, encodeLink(linkOf(draft, store.getState())));
}

export function clearDraft(): void {
  drafts.setState(EMPTY, true);
  writeText('page', KEY, null);
}

/** The draft as a link, on the present settings. */
export function linkOf(
  { area, ...draft }: Draft,
  { experiment, view }: Pick<AppState, 'experiment' | 'view'>,
): LinkState {
  const { screens, ...settings } = experiment;
  // The page of the Classroom that is open is no part of the task.
  const others = Object.fromEntries(Object.entries(screens ?? {}).filter(([id]) => id !== 'classroom'));
  const start = Object.keys(others).length === 0 ? settings : { ...settings, screens: others };
  const layer = view.layer === null ? {} : { layer: view.layer };
  return {
    experiment: start,
    view: { ...(area === 'lab' ? {} : { area }), ...layer },
    assignment: { ...draft, start: { experiment: start, ...(area === 'lab' ? {} : { area }), ...layer } },
  };
}

function textProblems({ title, text }: Draft): string[] {
  const problems = [
    title.trim() === '' ? 'An assignment needs a title.' : null,
    sentence('title', textProblem(title, CAPS.title, 'one line')),
    sentence('text', textProblem(text, CAPS.text, 'lines')),
  ];
  return problems.filter((problem) => problem !== null);
}

function sentence(what: string, problem: string | null): string | null {
  return problem === null ? null : `The ${what} ${problem}.`;
}

/** Why the draft cannot be handed out yet, one sentence each. `model`: the network on screen. */
export function draftProblems(draft: Draft, model: AppState['model']): readonly string[] {
  const problems = textProblems(draft);
  if (draft.goals.length === 0) problems.push('An assignment needs a goal: something that is measured.');
  if (model.status !== 'ready') return [...problems, 'Waiting for the network, to check the goals.'];
  const network = { task: model.card.task, layers: model.layers.map(({ name }) => name) };
  for (const goal of draft.goals) {
    const problem = goalProblem(goal, network);
    if (problem !== null) problems.push(problem);
  }
  return [...problems, ...lockProblems(draft.locked)];
}

/** B is what goals are about: with all of it locked there is nothing to do. */
function lockProblems(locked: readonly LockId[]): string[] {
  const open = ['format', 'bits', 'granularity', 'clipper', 'rounder', 'layers', 'activations', 'weights'] as const;
  return open.every((part) => locked.includes(`b.${part}`)) ? ['All of B is locked: nothing is left to do.'] : [];
}
