import { useState } from 'react';
import {
  ONE_WEIGHT,
  type OneWeight,
  type OneWeightRun,
  shareOfOnes,
  trainOneWeight,
} from '../../../src/course/toys/one-weight';
import { Button } from '../../controls/Button';
import { fixed, percent } from '../../controls/format';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Switch } from '../../controls/Switch';
import { noteOwn } from '../store';
import css from './OneWeightToy.module.css';

const LENGTHS = [20, 100];
const LAST = 50;

interface Shown extends OneWeight {
  readonly steps: number;
  readonly run: OneWeightRun;
}

/** One weight that is trained through its rounding, with and without what makes that work. */
export function OneWeightToy() {
  const [how, setHow] = useState({ ste: false, keeps: true });
  const [steps, setSteps] = useState(20);
  const [shown, setShown] = useState<Shown | null>(null);
  const start = () => {
    const given = { ...ONE_WEIGHT, ...how };
    const run = trainOneWeight(given, steps);
    setShown({ ...given, steps, run });
    const key = `${how.ste} ${how.keeps}`;
    const moved = (run.latent.at(-1) ?? given.start) - given.start;
    noteOwn('toy', { kind: 'toy', key, ...how, steps, moved, ups: shareOfOnes(run, LAST) });
  };
  return (
    <section className={css.toy} aria-label="One weight">
      <h3>One weight, w = {ONE_WEIGHT.start}</h3>
      <p>
        Loss (q − {ONE_WEIGHT.target})², q is w rounded, learning rate {ONE_WEIGHT.learningRate}.
      </p>
      <Switch
        label="Straight-through estimator"
        on={how.ste}
        onChange={(ste) => {
          setHow({ ...how, ste });
        }}
      />
      <Switch
        label="Keep the float copy"
        on={how.keeps}
        onChange={(keeps) => {
          setHow({ ...how, keeps });
        }}
      />
      <div className={css.row}>
        <SegmentedControl
          name="Steps"
          value={String(steps)}
          options={LENGTHS.map((length) => ({ value: String(length), label: String(length) }))}
          onChange={(next) => setSteps(Number(next))}
        />
        <Button small kind="primary" onClick={start}>
          Run {steps} steps
        </Button>
      </div>
      <Trace shown={shown} />
      <p role="status" className={css.says}>
        {shown === null ? 'Nothing has been run yet.' : sentence(shown)}
      </p>
    </section>
  );
}

function sentence({ run, steps, start }: Shown): string {
  const end = run.latent.at(-1) ?? start;
  const last = Math.min(LAST, steps);
  return `After ${steps} steps the float copy is at ${fixed(end, 2)}; its code was 1 in ${percent(shareOfOnes(run, last))} % of the last ${last} steps.`;
}

const [WIDTH, HEIGHT] = [320, 120];
const [LEFT, TOP, BOTTOM] = [34, 8, 18];
/** Lowest and highest value on the axis. */
const [LOW, HIGH] = [-0.2, 1.2];

const yOf = (value: number): number => TOP + ((HIGH - value) / (HIGH - LOW)) * (HEIGHT - TOP - BOTTOM);

/** The float copy as a line, its code as steps, the target and the place where the code changes. */
function Trace({ shown }: { readonly shown: Shown | null }) {
  const count = shown?.run.latent.length ?? 2;
  const xOf = (at: number): number => LEFT + (at / (count - 1)) * (WIDTH - LEFT - 4);
  const line = shown?.run.latent.map((w, at) => `${at === 0 ? 'M' : 'L'}${xOf(at).toFixed(1)} ${yOf(w).toFixed(1)}`);
  const steps = shown?.run.codes.map(
    (q, at) => `${at === 0 ? 'M' : 'H'}${xOf(at).toFixed(1)} ${at === 0 ? '' : 'V'}${yOf(q).toFixed(1)}`,
  );
  return (
    <svg
      className={css.trace}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={shown === null ? 'An empty chart of the weight over the steps' : sentence(shown)}
    >
      {[0, 1].map((code) => (
        <g key={code}>
          <line className="grid" x1={LEFT} x2={WIDTH} y1={yOf(code)} y2={yOf(code)} />
          <text className="end" x={LEFT - 6} y={yOf(code) + 4}>
            q = {code}
          </text>
        </g>
      ))}
      <line className={css.half} x1={LEFT} x2={WIDTH} y1={yOf(0.5)} y2={yOf(0.5)} />
      <text className="end" x={LEFT - 6} y={yOf(0.5) + 4}>
        0.5
      </text>
      <line className="refl" x1={LEFT} x2={WIDTH} y1={yOf(ONE_WEIGHT.target)} y2={yOf(ONE_WEIGHT.target)} />
      <text className="end" x={LEFT - 6} y={yOf(ONE_WEIGHT.target) + 4}>
        {ONE_WEIGHT.target}
      </text>
      {steps !== undefined && <path className={css.code} d={steps.join('')} />}
      {line !== undefined && <path className={css.latent} d={line.join('')} />}
      <text x={LEFT} y={HEIGHT - 4}>
        step 0
      </text>
      {shown !== null && (
        <text className="end" x={WIDTH - 2} y={HEIGHT - 4}>
          {shown.steps}: line w, steps q, dashes the target
        </text>
      )}
    </svg>
  );
}
