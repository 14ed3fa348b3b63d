import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Fact, withFacts } from '../../src/course/facts';
import type { Did, Measured, Seen } from '../../src/course/measured';
import { type Progress, type StepRecord, withRecord } from '../../src/course/progress';
import type { Answer, Why } from '../../src/course/step';
import { loadProgress, saveProgress } from './keeping';

/** The parts of a step, in order. */
export const PHASES = ['predict', 'act', 'see', 'explain', 'vary'] as const;
export type Phase = (typeof PHASES)[number];

export interface CourseState {
  readonly progress: Progress;
  /** The step that is followed; null before the first. */
  readonly step: string | null;
  readonly phase: Phase;
  /** Since the step was opened. */
  readonly did: Did;
  readonly seen: readonly Seen[];
  readonly facts: readonly Fact[];
  /** Null before the first look. */
  readonly measured: Measured | null;
  /** The last that were known; new measurements take their place. */
  readonly numbers: Readonly<Record<string, string>>;
  readonly answer: Answer | null;
  readonly why: Why | null;
}

export const NOTHING: Omit<CourseState, 'progress' | 'step' | 'phase'> = {
  did: new Set(),
  seen: [],
  facts: [],
  measured: null,
  numbers: {},
  answer: null,
  why: null,
};

/** State of the course in this tab. */
export const course = createStore<CourseState>()(() => ({
  ...NOTHING,
  progress: loadProgress(),
  step: null,
  phase: 'predict',
}));

export function useCourse<T>(selector: (state: CourseState) => T): T {
  return useZustand(course, selector);
}

export function setPhase(phase: Phase): void {
  course.setState({ phase });
}

/** Notes something about a step for good. */
export function record(step: string, change: StepRecord): void {
  const progress = withRecord(course.getState().progress, step, change);
  course.setState({ progress });
  saveProgress(progress);
}

/** Forgets predictions, results and medals of all steps. */
export function forgetProgress(): void {
  course.setState({ progress: {} });
  saveProgress({});
}

/** Notes what the student did in the lesson itself, and what came of it. */
export function noteOwn(did: string, fact: Fact): void {
  course.setState((state) => ({ did: new Set([...state.did, did]), facts: withFacts(state.facts, [fact]) }));
}
