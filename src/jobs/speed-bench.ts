import type { JobGenerator, JobInput } from './catalogue';
import { type Laps, lapsOver, spreadOf } from './speed-laps';
import { type Racer, racersOf } from './speed-racers';
import type { SpeedReport, SpeedRun } from './speed-reports';
import { rowsOf } from './speed-rows';
import type { PolicyResources } from './policies';
import { stepItems } from './step-items';
import type { ImageStore } from '../nn/images';

/** Rounds that count; one before them warms up. */
const ROUNDS = 7;
/** Inputs of a pass of a small network. */
const BATCH = 100;
/** A round of the slowest takes at least this long: clocks in a page tick in tenths of a millisecond. */
const ROUND_MS = 120;
const MOST_PASSES = 10;

/** What the job needs of its worker. */
export interface SpeedResources extends Pick<PolicyResources, 'network'> {
  readonly images: ImageStore;
  readonly now: () => number;
}

/**
 * Runs the loaded network by every path that it allows. The paths take turns, so that what else the machine does falls on all
 * alike; the clock is read between layers. Throws RangeError without a model or items.
 */
export function* benchSpeed(
  { side, taps, from, to }: JobInput<'bench-speed'>,
  { network, images, now }: SpeedResources,
): JobGenerator<{ done: number; total: number }, SpeedReport> {
  if (network === null) throw new RangeError('No model is loaded in this worker.');
  const { model, backend } = network;
  const batch = Math.min(stepItems(model, BATCH), to - from);
  const { layers, rowOf } = rowsOf(model);
  const laps = lapsOver(layers.length, rowOf, now);
  const { racers, gaps } = racersOf(network, images, { side, taps, from, to: from + batch });
  try {
    const passes = passesFor(racers, laps);
    const total = (ROUNDS + 1) * racers.length;
    const rounds = racers.map((): (readonly number[])[] => []);
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [at, racer] of racers.entries()) {
        laps.begin();
        for (let pass = 0; pass < passes; pass++) {
          racer.run(laps);
          yield { done: round * racers.length + at, total };
        }
        if (round > 0) rounds[at]!.push(laps.perThousand(passes * batch));
      }
    }
    const runs = racers.map((racer, at) => runOf(racer, rounds[at]!));
    return { backend, batch, inputs: passes * batch, rounds: ROUNDS, layers, runs, gaps };
  } finally {
    for (const racer of racers) racer.dispose();
  }
}

/** Passes of a round, from the time of one pass of the slowest; compiles what is compiled late. */
function passesFor(racers: readonly Racer[], laps: Laps): number {
  const times = racers.map((racer) => {
    racer.run(laps);
    laps.begin();
    racer.run(laps);
    return laps.perThousand(1000).reduce((sum, ms) => sum + ms, 0);
  });
  return Math.min(Math.max(Math.ceil(ROUND_MS / Math.max(...times, 1)), 1), MOST_PASSES);
}

/** @param rounds times of each row and, last, outside of them. */
function runOf({ id, bytes, path }: Racer, rounds: readonly (readonly number[])[]): SpeedRun {
  const [first = []] = rounds;
  const rows = first.map((_, row) => spreadOf(rounds.map((times) => times[row]!)));
  const total = spreadOf(rounds.map((times) => times.reduce((sum, ms) => sum + ms, 0)));
  return { id, bytes, path, total, layers: rows.slice(0, -1), outside: rows.at(-1)! };
}
