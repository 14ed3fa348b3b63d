import { changedFields } from '../../src/course/did';
import { withFacts } from '../../src/course/facts';
import { onOthers } from '../../src/course/others';
import { isBetter } from '../../src/course/progress';
import { stepOf } from '../../src/course/registry';
import type { Step } from '../../src/course/step';
import { encodeLink } from '../../src/experiment/codec';
import '../../src/experiment/task-format';
import { digestOf } from '../panels/share/digest';
import type { AppState } from '../store/state';
import { store } from '../store/store';
import { FactWatch } from './facts/watch';
import './own';
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
  record(step.id, { result, numbers: course.getState().numbers });
}

/** Of all answers that met a challenge the best is kept, as the link to hand in. */
function keepBest({ id }: Step, result: string): void {
  const state = store.getState();
  const { measured, numbers, progress } = course.getState();
  const others = measured === null ? null : onOthers(measured);
  const digest = digestOf(state);
  const isKept = progress[id]?.result !== undefined;
  if (others === null || digest === null || !isBetter(others, progress[id]?.best)) {
    if (!isKept) record(id, { result, numbers });
    return;
  }
  const { experiment, view } = state;
  const answer = { challenge: id, bits: Number(others.bits.toFixed(4)), values: [] };
  const link = encodeLink({ experiment, view: { area: view.area }, digest, answer });
  record(id, { result, numbers, link, best: others, date: new Date().toISOString().slice(0, 10) });
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
  if (step.challenge !== undefined) keepBest(step, result);
  else if (progress[step.id]?.result !== result) keep(step, result);
  if (phase === 'predict' || phase === 'act') course.setState({ phase: 'see' });
}

follow();
