/** Reads a run: measured signs, and the fault that they point to. */
import type { ParamValue } from '../../../src/params/param';
import type { LayerSnapshot } from '../../../src/jobs/train-reports';
import { count, fixed, percent, plain } from '../../controls/format';
import { share } from '../../charts/frame/format';
import type { Run, RunPoint } from './runs';

export interface Sign {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly expected: string;
  /** Null: this sign says nothing here. */
  readonly isGood: boolean | null;
}

export interface Fault {
  readonly title: string;
  readonly cause: string;
  readonly cure: { readonly label: string; readonly key: string; readonly value: ParamValue } | null;
}

/** What is expected of a run that learns; by the runs of this app on its own networks. */
const MOST_ZEROS = 0.85;
const LEAST_CHANGED = 0.01;
const MOST_SPREAD = 6;
const MOST_MASKED = 0.2;
const MOST_OSCILLATING = 0.02;
const MOST_SWING = 0.03;
/** Points that the last fifth of a run may still gain. */
const STILL_RISING = 0.01;

/** The signs of one layer at its last measurement. */
export function signsOf(run: Run, layer: string): readonly Sign[] {
  const now = lastOf(run, layer);
  const signs = now?.signs ?? null;
  if (now === null || signs === null) return [];
  const oscillating = signs.oscillating / Math.max(signs.n, 1);
  const swing = swingOf(run.points);
  const follows = run.task.scale === 'max-abs';
  return [
    {
      id: 'zeros',
      label: 'Codes at 0',
      value: share(now.zeroShare),
      expected: 'under 85 %',
      isGood: now.zeroShare < MOST_ZEROS,
    },
    {
      id: 'changed',
      label: 'Codes changed',
      value: share(signs.changed),
      expected: 'over 1 %',
      isGood: run.step < 10 ? null : signs.changed > LEAST_CHANGED,
    },
    {
      id: 'spread',
      label: 'max |w| / mean |w|',
      value: follows ? fixed(signs.spread, 1) : 'not used',
      expected: 'under 6',
      isGood: follows ? signs.spread < MOST_SPREAD : null,
    },
    {
      id: 'masked',
      label: 'Gradient masked',
      value: share(signs.masked),
      expected: 'under 20 %',
      isGood: signs.masked < MOST_MASKED,
    },
    {
      id: 'oscillating',
      label: 'Oscillating weights',
      value: signs.window === 0 ? '–' : count(signs.oscillating),
      expected: `under ${count(Math.max(1, Math.round(signs.n * MOST_OSCILLATING)))}`,
      isGood: signs.window === 0 ? null : oscillating < MOST_OSCILLATING,
    },
    {
      id: 'swing',
      label: 'Swing, points',
      value: swing === null ? '–' : percent(swing),
      expected: 'under 3',
      isGood: swing === null ? null : swing < MOST_SWING,
    },
  ];
}

/** The first fault that the signs point to; null when none is out of range. */
export function faultOf(run: Run, layer: string): Fault | null {
  const now = lastOf(run, layer);
  const signs = now?.signs ?? null;
  const { scale, params } = run.task;
  const rate = Number(params['learningRate']);
  if (run.status === 'stopped' && run.problem !== null) {
    const slower = { label: `Rate ${plain(rate / 10)}`, key: 'learningRate', value: rate / 10 };
    return { title: 'The loss grew', cause: run.problem.cause, cure: slower };
  }
  if (now === null || signs === null || run.step < 10) return null;
  if (scale === 'max-abs' && signs.spread > MOST_SPREAD && now.zeroShare > MOST_ZEROS)
    return {
      title: 'One weight sets the scale',
      cause: `The largest weight is ${fixed(signs.spread, 1)} times the mean, so ${share(now.zeroShare)} of the codes of ${layer} are 0.`,
      cure: { label: 'Learn the scale', key: scaleKey(run), value: 'learned' },
    };
  if (signs.masked > MOST_MASKED)
    return {
      title: 'The range is too narrow',
      cause: `The gradient is masked for ${share(signs.masked)} of the weights of ${layer}: they lie outside and cannot return.`,
      cure: { label: 'Learn the scale', key: scaleKey(run), value: 'learned' },
    };
  if (params['ste'] === 'pass-through' && outside(signs) > MOST_MASKED)
    return {
      title: 'Nothing clips the gradient',
      cause: `${share(outside(signs))} of the weights of ${layer} have left the range, and their gradient still passes.`,
      cure: { label: 'Clip it', key: 'ste', value: 'clipped' },
    };
  if (signs.changed < LEAST_CHANGED && run.step > run.steps / 2)
    return {
      title: 'Hardly any code changes',
      cause: `After ${count(run.step)} steps ${share(signs.changed)} of the codes of ${layer} differ from the start: the learning rate is too low.`,
      cure: { label: `Rate ${plain(rate * 10)}`, key: 'learningRate', value: rate * 10 },
    };
  if (signs.oscillating > signs.n * MOST_OSCILLATING && params['schedule'] === 'constant')
    return {
      title: `${count(signs.oscillating)} weights oscillate`,
      cause: `They changed their code three times or more in ${count(signs.window)} steps. A rate that falls lets them settle.`,
      cure: { label: 'Let the rate fall', key: 'schedule', value: 'cosine' },
    };
  return underTrained(run);
}

function underTrained(run: Run): Fault | null {
  const { points, steps, status, task } = run;
  const last = points.at(-1);
  const before = points.findLast(({ step }) => step <= steps * 0.8);
  if (status !== 'finished' || last === undefined || before === undefined) return null;
  const gain = last.correct / last.images - before.correct / before.images;
  if (gain < STILL_RISING) return null;
  const epochs = Math.min(Number(task.params['epochs']) * 2, 20);
  return {
    title: 'It was still rising',
    cause: `The last fifth of the run gained ${percent(gain)} points: more steps would bring more.`,
    cure: { label: `${epochs} epochs`, key: 'epochs', value: epochs },
  };
}

function scaleKey({ id }: Run): string {
  return id === 'a' ? 'scaleA' : 'scaleB';
}

function lastOf({ snapshots }: Run, layer: string): LayerSnapshot | null {
  return snapshots.at(-1)?.layers.find((one) => one.layer === layer) ?? null;
}

/** Share of the weights beyond the outermost codes, from their histogram. */
function outside({ low, high, steps, n }: NonNullable<LayerSnapshot['signs']>): number {
  const width = (high - low + 2) / steps.length;
  const beyond = steps.reduce((sum, each, bin) => {
    const middle = low - 1 + (bin + 0.5) * width;
    return sum + (middle < low || middle > high ? each : 0);
  }, 0);
  return beyond / Math.max(n, 1);
}

/** Between the best and the worst of the last four measurements; null before there are so many. */
function swingOf(points: readonly RunPoint[]): number | null {
  if (points.length < 6) return null;
  const last = points.slice(-4).map(({ correct, images }) => correct / images);
  return Math.max(...last) - Math.min(...last);
}
