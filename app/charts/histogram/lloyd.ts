import { line, scaleLinear } from 'd3';
import { value } from '../frame/format';

/** Error of a codebook by pass of Lloyd's iteration. */
export interface LloydHistory {
  /** Mean squared error after the passes that have been looked at. */
  readonly past: ReadonlyMap<number, number>;
  readonly now: number;
  /** Errors from the present pass until nothing moves any more; the first entry is the present one. */
  readonly ahead: readonly number[];
}

export interface LloydModel {
  readonly pastPath: string;
  readonly aheadPath: string;
  readonly dot: { readonly x: number; readonly y: number };
  readonly text: string;
}

const PAD = 4;

/** A small line of the error per pass: what has been run, what is still ahead, and where the codebook stands. */
export function lloydModel({ past, now, ahead }: LloydHistory, width: number, height: number): LloydModel {
  const seen = [...past].filter(([pass]) => pass <= now).sort((p, q) => p[0] - q[0]);
  const coming = ahead.map((mse, i): [number, number] => [now + i, mse]);
  const last = now + Math.max(ahead.length - 1, 0);
  const errors = [...seen, ...coming].map(([, mse]) => mse);
  const x = scaleLinear([Math.min(now, ...seen.map(([pass]) => pass)), Math.max(last, now + 1)], [PAD, width - PAD]);
  const y = scaleLinear([Math.min(...errors), Math.max(...errors)], [height - PAD, PAD]);
  const path = line(
    ([pass]) => x(pass),
    ([, mse]) => y(mse),
  ).digits(1);
  const present = ahead[0] ?? past.get(now) ?? 0;
  return {
    pastPath: path(seen) ?? '',
    aheadPath: path(coming) ?? '',
    dot: { x: x(now), y: y(present) },
    text: textOf(now, last, present),
  };
}

function textOf(now: number, last: number, present: number): string {
  return `${now >= last ? `pass ${now}, converged` : `pass ${now} of ${last}`}, MSE ${value(present)}`;
}

/** A history with one more pass known. */
export function remember(past: ReadonlyMap<number, number>, pass: number, mse: number): ReadonlyMap<number, number> {
  return past.get(pass) === mse ? past : new Map([...past, [pass, mse]]);
}
