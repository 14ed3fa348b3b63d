import { useEffect, useMemo, useState } from 'react';
import { keyOf } from '../../../src/experiment/key';
import type { Rung } from '../../../src/experiment/rungs';
import type { Side } from '../../../src/experiment/spec';
import { readOutput } from '../../engine/requests';
import { Results } from '../../engine/results';
import type { Problem } from '../../store/state';
import type { Picture } from '../tasks/pictures';
import type { Campaign } from './accuracies';

/** The picture of the test set that every rung is shown on. */
const PICTURE = 0;

/** Pictures of this page load, small ones. */
const known = new Results<Picture>(60);

/** What the network makes of one picture, in float32 and under every rung; null while it is not made. */
export interface Outputs {
  readonly float: Picture | null;
  readonly rungs: readonly { readonly rung: Rung; readonly picture: Picture | null }[];
  readonly done: number;
  readonly isRunning: boolean;
  readonly problem: Problem | null;
  readonly cancel: () => void;
  readonly resume: () => void;
}

/** Makes the pictures one by one while `isOn`, until they are all there or the reader cancels. */
export function useOutputs({ model, seed, rungs }: Campaign, isOn: boolean): Outputs {
  const [isStopped, setStopped] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [, setMade] = useState(0);
  const sides = useMemo(
    () => [null, ...rungs.map(({ recipe }): Side => ({ recipe, overrides: {}, seed }))],
    [rungs, seed],
  );
  const found = sides.map((side) => known.get(keyOf([model, side])) ?? null);
  const done = found.filter((picture) => picture !== null).length;
  const isRunning = isOn && !isStopped && problem === null && done < found.length;
  useEffect(() => {
    if (!isRunning) return undefined;
    const controller = new AbortController();
    void (async () => {
      for (const side of sides) {
        const key = keyOf([model, side]);
        if (known.get(key) !== undefined) continue;
        const outcome = await readOutput(side, PICTURE, { signal: controller.signal });
        if (controller.signal.aborted) return;
        if (!outcome.ok) {
          if (outcome.reason !== 'cancelled') setProblem(outcome.problem);
          return;
        }
        known.set(key, squareOf(outcome.value));
        setMade((count) => count + 1);
      }
    })();
    return () => {
      controller.abort();
    };
  }, [isRunning, sides, model]);
  return {
    float: found[0] ?? null,
    rungs: rungs.map((rung, i) => ({ rung, picture: found[i + 1] ?? null })),
    done,
    isRunning,
    problem,
    cancel: () => setStopped(true),
    resume: () => {
      setProblem(null);
      setStopped(false);
    },
  };
}

/** Outputs of the networks here are square. */
function squareOf(colours: Uint8Array): Picture {
  const side = Math.round(Math.sqrt(colours.length / 3));
  return { width: side, height: side, colours };
}
