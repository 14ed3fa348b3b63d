import { changedFields } from '../../src/course/did';
import { withFacts } from '../../src/course/facts';
import { stepOf } from '../../src/course/registry';
import type { Step } from '../../src/course/step';
import { encodeLink } from '../../src/experiment/codec';
import type { AppState } from '../store/state';
import { store } from '../store/store';
import { FactWatch } from './facts/watch';
import { putAside } from './own';
import { measuredOf, readableOf, withNewlySeen } from './measure';
import { NOTHING, type Phase, course, record } from './store';

/** Changes that follow each other are looked at together. */
const REST_MS = 60;

/**
 * Watches what the student does and what is measured while a step is open, and notes when the step is done. Started once,
 * with the first step; does nothing while none is open.
 */
function follow(): void {
  let last = store.getState();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const look = (): void => {
    timer = null;
    judge(store.getState());
  };
  const lookSoon = (): void => void (timer ??= setTimeout(look, REST_MS));
  begin(last, lookSoon);
  store.subscribe((state) => {
    const before = last;
    last = state;
    if (before.view.lesson === null && state.view.lesson !== null) putAside(before);
    if (state.view.lesson !== course.getState().step) begin(state, lookSoon);
    else note(before, state);
    if (state.view.lesson !== null) lookSoon();
  });
  course.subscribe(({ facts }, { facts: before }) => {
    if (facts !== before) lookSoon();
  });
}

const watch = new FactWatch();

function keep(step: Step, result: string): void {
  const { experiment, view } = store.getState();
  const { numbers } = course.getState();
  const link = encodeLink({ experiment, view: { area: view.area, lesson: step.id } });
  record(step.id, { result, numbers, ...(step.challenge === undefined ? {} : { link }) });
}

/** A step was opened, or left. */
function begin({ view }: AppState, lookSoon: () => void): void {
  const { progress } = course.getState();
  const step = view.lesson === null ? undefined : stepOf(view.lesson);
  const kept = step === undefined ? undefined : progress[step.id];
  const isAsked = step !== undefined && step.predict !== null && kept?.prediction === undefined;
  const phase: Phase = kept?.result !== undefined ? 'see' : isAsked ? 'predict' : 'act';
  course.setState({ ...NOTHING, step: view.lesson, phase });
  watch.follow(step?.area ?? null, lookSoon);
}

/** What the student did between two states. */
function note(before: AppState, state: AppState): void {
  const isOtherLayer = before.view.layer !== null && state.view.layer !== before.view.layer;
  const isSweeping = state.sweep.status === 'running' && before.sweep.status !== 'running';
  const now = [
    ...(state.experiment === before.experiment ? [] : changedFields(before.experiment, state.experiment)),
    ...(isOtherLayer ? ['layer'] : []),
    ...(isSweeping ? ['sweep'] : []),
    ...begun(before.background, state.background),
  ];
  const { did } = course.getState();
  if (now.some((one) => !did.has(one))) course.setState({ did: new Set([...did, ...now]) });
}

/** A long computation of a screen that has begun, by the first word of its name: `running Training`. */
function begun(before: string | null, now: string | null): readonly string[] {
  const word = now?.split(' ')[0];
  return word === undefined || word === before?.split(' ')[0] ? [] : [`running ${word}`];
}

function judge(state: AppState): void {
  const step = state.view.lesson === null ? undefined : stepOf(state.view.lesson);
  if (step === undefined) return;
  const seen = withNewlySeen(course.getState().seen, state);
  const before = course.getState();
  const facts = withFacts(before.facts, watch.read());
  const measured = measuredOf(state, seen, facts);
  course.setState({
    seen,
    facts,
    measured,
    numbers: { ...before.numbers, ...step.numbers(readableOf(state, measured)) },
    answer: step.answer(measured) ?? before.answer,
    why: step.why(measured) ?? before.why,
  });
  if (step.done(measured, before.did)) finish(step);
}

function finish(step: Step): void {
  const { measured, phase, progress } = course.getState();
  const result = measured === null ? null : step.result(measured);
  if (result === null) return;
  if (progress[step.id]?.result !== result) keep(step, result);
  if (phase === 'predict' || phase === 'act') course.setState({ phase: 'see' });
}

follow();
