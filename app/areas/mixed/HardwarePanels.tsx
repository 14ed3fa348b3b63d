import { memo, useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { Roofline } from '../../charts/mixed/Roofline';
import {
  type RoofPoint,
  type RooflineInput,
  rooflineModel,
  rooflineSentence,
  rooflineTable,
} from '../../charts/mixed/roofline-model';
import { ENERGY, machineOf, type Machine } from '../../../src/hardware/machines';
import type { LayerCosts } from '../../../src/hardware/costs';
import { Button } from '../../controls/Button';
import { Chip } from '../../controls/Chip';
import { NumberField } from '../../controls/NumberField';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { bytes, fixed, plain } from '../../controls/format';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import css from './MixedScreen.module.css';
import { bitsOf } from './policy';
import { type MixedSettings, constantsOf, setMixed, withConstant } from './settings';
import { sideCosts, total } from './shown';
import type { Ground } from './facts';
import { writeCost } from './words';

interface PanelProps {
  /** Never changed by scores, so that the panels do not follow a search. */
  readonly works: Ground['works'];
  readonly settings: MixedSettings;
}

/** Costs of both sides on the chosen machine, layer by layer. */
function useSides({ works, settings }: PanelProps) {
  const { a, b } = useStore((state) => state.experiment);
  return useMemo(() => {
    const names = works.map(({ name }) => name);
    const [ofA, ofB] = [bitsOf(a, names), bitsOf(b, names)];
    return { ofA, ofB, a: sideCosts(works, settings, ofA), b: sideCosts(works, settings, ofB) };
  }, [a, b, works, settings]);
}

const READY = { status: 'ready', problem: null, progress: null } as const;

/** Every layer under the roofs of the machine. */
export const RooflinePanel = memo(function RooflinePanel({ works, settings }: PanelProps) {
  const sides = useSides({ works, settings });
  const machine = machineOf(settings.machine);
  const input = useMemo((): Omit<RooflineInput, 'size'> => {
    const constants = constantsOf(settings, machine);
    const points = (costs: readonly LayerCosts[]): readonly RoofPoint[] =>
      works.map(({ name, macs }, at) => {
        const { moved, latency, bound } = costs[at]!;
        return { layer: name, intensity: macs / moved, speed: macs / latency, bound };
      });
    const widths = machine.id === 'roofline' ? [8] : [8, 4, 2];
    return {
      a: points(sides.a),
      b: points(sides.b),
      roofs: widths.map((bits) => ({
        label: machine.id === 'roofline' ? 'peak at any width' : `${bits} × ${bits} bits`,
        peak: machine.peak({ weights: bits, activations: bits }, constants),
      })),
      bandwidth: machine.bandwidth(constants),
    };
  }, [works, sides, machine, settings]);
  return (
    <PanelFrame
      title="Roofline"
      caption={
        machine.bandwidth(constantsOf(settings, machine)) === null
          ? 'no memory limit in this model'
          : 'ring A, square B'
      }
      summary={rooflineSentence(input.b, machine.label)}
      status={READY}
      actions={<ProvenanceBadge kind="modelled" />}
      table={() => rooflineTable(input.a, input.b)}
      exportName="roofline"
    >
      {(size) => <Roofline model={rooflineModel({ ...input, size })} />}
    </PanelFrame>
  );
});

/** What both sides cost, and the constants behind it. */
export const CostPanel = memo(function CostPanel({ works, settings }: PanelProps) {
  const { ofA, ofB, a, b } = useSides({ works, settings });
  const machine = machineOf(settings.machine);
  const rows: readonly CostRow[] = [
    ['Weight bits, mean', meanBits(meanOf(works, ofA.weights)), meanBits(meanOf(works, ofB.weights))],
    ['Weights', bytes(total(a, 'size')), bytes(total(b, 'size'))],
    ['BitOps', writeCost('bitops', total(a, 'bitops')), writeCost('bitops', total(b, 'bitops'))],
    ['Latency', writeCost('latency', total(a, 'latency')), writeCost('latency', total(b, 'latency'))],
    ['Energy', writeCost('energy', total(a, 'energy')), writeCost('energy', total(b, 'energy'))],
    ['Bytes moved', bytes(total(a, 'moved')), bytes(total(b, 'moved'))],
  ];
  const isAssumed = ofB.activations.every((bits) => bits === 0);
  return (
    <PanelFrame
      title="Cost model"
      caption="for one image"
      summary={`B: ${rows.map(([name, , value]) => `${name.toLowerCase()} ${value}`).join(', ')}.`}
      status={READY}
      actions={<ProvenanceBadge kind="modelled" />}
      table={() => ({
        columns: [
          'Layer',
          'A latency, s',
          'B latency, s',
          'A energy, pJ',
          'B energy, pJ',
          'B BitOps',
          'B bytes',
          'B is limited by',
        ],
        rows: works.map(({ name }, at) => [
          name,
          a[at]!.latency,
          b[at]!.latency,
          a[at]!.energy,
          b[at]!.energy,
          b[at]!.bitops,
          b[at]!.size,
          b[at]!.bound,
        ]),
      })}
      exportName="costs"
      fit="content"
      drawn={false}
    >
      {() => (
        <div className={css.inner}>
          <CostTable rows={rows} />
          {isAssumed && <p className={css.fine}>Inputs are float in the measured network and count as 8 bits here.</p>}
          <Constants machine={machine} settings={settings} />
        </div>
      )}
    </PanelFrame>
  );
});

type CostRow = readonly [name: string, a: string, b: string];

function CostTable({ rows }: { readonly rows: readonly CostRow[] }) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">per image</th>
          <th scope="col">
            <Chip side="a" />
          </th>
          <th scope="col">
            <Chip side="b" />
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ofSideA, ofSideB]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{ofSideA}</td>
            <td data-cost={name}>{ofSideB}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function meanOf(works: Ground['works'], bits: readonly (number | null)[]): number | null {
  if (bits.includes(null)) return null;
  const sum = works.reduce((all, { weights }, at) => all + weights * (bits[at] || 32), 0);
  return sum / works.reduce((all, { weights }) => all + weights, 0);
}

function meanBits(bits: number | null): string {
  return bits === null ? '–' : fixed(bits, 2);
}

/** The constants of the machine and of the energy model, each refused by itself when it makes no sense. */
function Constants({ machine, settings }: { readonly machine: Machine; readonly settings: MixedSettings }) {
  const { constants } = settings;
  return (
    <details className={css.constants}>
      <summary>Edit the constants</summary>
      {[machine, ENERGY].map((model) => (
        <fieldset key={model.id} className={css.fieldset}>
          <legend>
            {model.label}, <span className={css.source}>{model.source}</span>
          </legend>
          {model.constants.map(({ key, label, unit, min, max, step, whole }) => (
            <div key={key} className={css.constant}>
              <span>
                {label}
                {unit === '' ? '' : `, ${unit}`}
              </span>
              <NumberField
                name={`${label} of ${model.label}`}
                value={constantsOf(settings, model)[key] ?? 0}
                range={{ min, max, integer: whole === true }}
                step={step}
                write={plain}
                onCommit={(value) => setMixed('constants', withConstant(constants, model.id, key, value))}
              />
            </div>
          ))}
        </fieldset>
      ))}
      <p className={css.fine}>
        <Term id="hardwareModel">Modelled</Term>: {machine.summary}
        {constants.length > 0 && (
          <Button small onClick={() => setMixed('constants', [])}>
            As shipped
          </Button>
        )}
      </p>
    </details>
  );
}
