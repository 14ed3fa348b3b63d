import { Check, TriangleAlert, X } from 'lucide-react';
import { Fragment } from 'react';
import { Button } from '../../controls/Button';
import { Chip } from '../../controls/Chip';
import { classes } from '../../controls/classes';
import { count } from '../../controls/format';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import css from './DoctorPanel.module.css';
import { type Fault, type Sign, faultOf, signsOf } from './doctor';
import type { Run } from './runs';
import { setTraining } from './settings';
import { useTraining } from './store';

/** Signs measured on the runs, and at most one likely fault for each, with the setting that cures it. */
export function DoctorPanel() {
  const layer = useStore((state) => state.view.layer) ?? '';
  const runs = useTraining((state) => state.runs);
  const read = (['a', 'b'] as const).flatMap((id) => {
    const run = runs[id];
    const signs = run === null ? [] : signsOf(run, layer);
    return run === null || signs.length === 0 ? [] : [{ run, signs, fault: faultOf(run, layer) }];
  });
  return (
    <section className={classes('card', css.panel)} aria-labelledby="training-doctor">
      <header className="ph">
        <h2 id="training-doctor">Doctor</h2>
        <p>measured signs, likely fault</p>
      </header>
      {read.length === 0 ? (
        <p className={css.empty}>
          What a run shows of {layer || 'a layer'}, beside what is expected of one that learns.
        </p>
      ) : (
        <div className={css.body}>
          <SignTable layer={layer} read={read} />
          {read.map(({ run, fault }) => (
            <Verdict key={run.id} run={run} fault={fault} />
          ))}
        </div>
      )}
    </section>
  );
}

interface Reading {
  readonly run: Run;
  readonly signs: readonly Sign[];
}

function SignTable({ layer, read }: { readonly layer: string; readonly read: readonly Reading[] }) {
  const [first] = read;
  const step = Math.max(...read.map(({ run }) => run.snapshots.at(-1)?.step ?? 0));
  return (
    <table className={css.signs}>
      <thead>
        <tr>
          <th scope="col">
            {layer}, step {count(step)}
          </th>
          {read.map(({ run }) => (
            <th key={run.id} scope="col">
              <Chip side={run.id} />
            </th>
          ))}
          <th scope="col">expected</th>
        </tr>
      </thead>
      <tbody>
        {first?.signs.map((sign, row) => (
          <tr key={sign.id}>
            <th scope="row">
              <Label sign={sign} />
            </th>
            {read.map(({ run, signs }) => (
              <td key={run.id}>{signs[row] === undefined ? '–' : <Value sign={signs[row]} />}</td>
            ))}
            <td className={css.expected}>{sign.expected}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Label({ sign: { id, label } }: { readonly sign: Sign }) {
  if (id === 'masked') return <Term id="gradientMask">{label}</Term>;
  return id === 'oscillating' ? <Term id="oscillation">{label}</Term> : label;
}

function Value({ sign: { value, isGood } }: { readonly sign: Sign }) {
  if (isGood === null) return <Fragment>{value}</Fragment>;
  const Icon = isGood ? Check : X;
  return (
    <span className={isGood ? css.good : css.bad}>
      <Icon size={13} aria-label={isGood ? 'as expected' : 'out of range'} /> {value}
    </span>
  );
}

function Verdict({ run, fault }: { readonly run: Run; readonly fault: Fault | null }) {
  const name = run.id.toUpperCase();
  if (fault === null) return <p className={css.fine}>{name}: no sign of a fault.</p>;
  const { title, cause, cure } = fault;
  return (
    <div className={css.fault} role="status">
      <p>
        <b>
          <TriangleAlert size={14} aria-hidden /> Likely fault in {name}: {title}
        </b>
      </p>
      <p>{cause}</p>
      {cure !== null && (
        <Button small onClick={() => setTraining(cure.key, cure.value)}>
          {cure.label}
        </Button>
      )}
    </div>
  );
}
