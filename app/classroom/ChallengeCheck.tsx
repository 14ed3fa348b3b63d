import { useEffect, useRef, useState } from 'react';
import { meetsBars } from '../../src/course/bars';
import { Button } from '../controls/Button';
import { fixed } from '../controls/format';
import { store } from '../store/store';
import { aside, type Outcome, recheck } from './recheck';
import css from './TaskDock.module.css';

/** Whether an answer meets the goal of its challenge, counted on the images that it was not tuned on. */
export function ChallengeCheck({ id, goal }: { readonly id: string; readonly goal: string }) {
  const [state, setState] = useState<Outcome | 'idle' | 'running'>('idle');
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const check = async () => {
    const { experiment, answer, linkDigest: digest } = store.getState();
    if (answer === null || digest === null) return;
    controller.current = new AbortController();
    const { signal } = controller.current;
    setState('running');
    const outcome = await aside(() => recheck({ experiment, answer, digest }, signal));
    if (!signal.aborted) setState(outcome);
  };
  return (
    <section className={css.section}>
      <h3>Goal</h3>
      <p>{goal}</p>
      <p role="status">{sentence(id, state)}</p>
      <Button disabled={state === 'running'} onClick={() => void check()}>
        Check on the other images
      </Button>
    </section>
  );
}

function sentence(id: string, state: Outcome | 'idle' | 'running'): string {
  if (state === 'idle')
    return 'The goal counts the images that a recipe is not tuned on: they are measured when asked for.';
  if (state === 'running') return 'Measuring on all images…';
  if ('stopped' in state) return 'Stopped.';
  if ('problem' in state) return `${state.problem.title}. ${state.problem.cause}`;
  const { others } = state.checked;
  if (others === null) return 'The other images could not be counted.';
  const score = `${fixed(others.accuracy, 1)} % of the other images are right, at ${fixed(others.bits, 2)} stored bits per weight`;
  return `${meetsBars(id, { ...others }) ? 'Met' : 'Not met'}: ${score}.`;
}
