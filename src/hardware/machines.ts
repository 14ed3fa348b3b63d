import { bismo } from './bismo';
import { bitFusion } from './bitfusion';
import type { LayerWork } from './layer-work';
import { roofline } from './roofline';
import type { LayerCost } from './work';

export interface LayerBits {
  readonly weights: number;
  readonly activations: number;
}

/** A constant of a model as it is edited: `default` in `unit`. */
export interface MachineConstant {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The model counts whole ones only. */
  readonly whole?: true;
}

export type Constants = Readonly<Record<string, number>>;

/** A machine that a policy is run on in thought: latency of each layer. Modelled, never measured. */
export interface Machine {
  readonly id: string;
  readonly label: string;
  readonly summary: string;
  readonly source: string;
  readonly constants: readonly MachineConstant[];
  readonly layer: (work: LayerWork, bits: LayerBits, constants: Constants) => LayerCost;
  /** Most multiply-accumulates a second at a pair of widths. */
  readonly peak: (bits: LayerBits, constants: Constants) => number;
  /** Bytes a second from memory; null for a model without memory. */
  readonly bandwidth: (constants: Constants) => number | null;
}

const clock = (megahertz: number): MachineConstant => ({
  key: 'megahertz',
  label: 'Clock',
  unit: 'MHz',
  default: megahertz,
  min: 1,
  max: 10_000,
  step: 50,
});
const bandwidth = (gigabytes: number): MachineConstant => ({
  key: 'gigabytes',
  label: 'Memory',
  unit: 'GB/s',
  default: gigabytes,
  min: 0.01,
  max: 10_000,
  step: 1,
});
const units = (key: string, label: string, count: number): MachineConstant => ({
  key,
  label,
  unit: '',
  default: count,
  min: 1,
  max: 65_536,
  step: 1,
  whole: true,
});

/** Bytes of a layer's weights and of the activations that go in and out, each moved once. */
export function bytesMoved(work: LayerWork, { weights, activations }: LayerBits): number {
  return (work.weights * weights + (work.activationsIn + work.activationsOut) * activations) / 8;
}

const fusion: Machine = {
  id: 'bitfusion',
  label: 'BitFusion',
  summary: '2-bit bricks fuse to 2, 4, 8 or 16 bits: 5 bits cost as much arithmetic as 8.',
  source: 'Sharma et al. 2018, sections III and IV',
  constants: [units('units', 'Fusion units', 512), clock(500), bandwidth(16)],
  layer: (work, bits, at) => bitFusion(work, bits, fusionAt(at)),
  peak: (bits, at) =>
    bitFusion({ macs: 1, weights: 0, activationsIn: 0, activationsOut: 0 }, bits, fusionAt(at)).macsPerCycle *
    at['units']! *
    at['megahertz']! *
    1e6,
  bandwidth: (at) => at['gigabytes']! * 1e9,
};

function fusionAt(at: Constants) {
  return { fusionUnits: at['units']!, frequency: at['megahertz']! * 1e6, bandwidth: at['gigabytes']! * 1e9 };
}

/** Both sizes of HAQ's bit-serial accelerators; the memory is not modelled. */
function serial(id: string, label: string, size: readonly [number, number, number], megahertz: number): Machine {
  const at = (own: Constants) => ({
    rows: own['rows']!,
    depth: own['depth']!,
    columns: own['columns']!,
    frequency: own['megahertz']! * 1e6,
  });
  return {
    id,
    label,
    summary: 'One pair of bits a cycle: time grows with weight bits × activation bits.',
    source: 'Umuroglu et al. 2018, section 3',
    constants: [
      units('rows', 'Rows', size[0]),
      units('depth', 'Bits in depth', size[1]),
      units('columns', 'Columns', size[2]),
      clock(megahertz),
    ],
    layer: ({ product }, bits, own) => ({
      latency: product.times * bismo(product, bits, at(own)).latency,
      bound: 'compute',
    }),
    peak: ({ weights, activations }, own) => {
      const { rows, depth, columns, frequency } = at(own);
      return (rows * depth * columns * frequency) / (weights * activations);
    },
    bandwidth: () => null,
  };
}

const roof: Machine = {
  id: 'roofline',
  label: 'Roofline',
  summary: 'Arithmetic costs the same at every width; only the bytes shrink.',
  source: 'Williams, Waterman and Patterson 2009',
  constants: [
    { key: 'gigamacs', label: 'Peak', unit: 'GMAC/s', default: 25, min: 0.01, max: 1e6, step: 1 },
    bandwidth(4),
  ],
  layer: (work, bits, at) => {
    const constants = { peak: 2e9 * at['gigamacs']!, bandwidth: at['gigabytes']! * 1e9 };
    const { time, bound } = roofline(2 * work.macs, bytesMoved(work, bits), constants);
    return { latency: time, bound };
  },
  peak: (_bits, at) => at['gigamacs']! * 1e9,
  bandwidth: (at) => at['gigabytes']! * 1e9,
};

/** Every machine, in the order of the menu. */
export const MACHINES: readonly Machine[] = [
  fusion,
  serial('bismo-edge', 'BISMO, edge', [8, 64, 8], 200),
  serial('bismo-cloud', 'BISMO, cloud', [16, 256, 16], 200),
  roof,
];

/** Throws RangeError for a machine that is not there. */
export function machineOf(id: unknown): Machine {
  const found = MACHINES.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`There is no hardware model ${String(id)}.`);
  return found;
}

/** Constants of the energy of 45 nm silicon, in picojoules. */
export const ENERGY: Pick<Machine, 'id' | 'label' | 'source' | 'constants'> = {
  id: 'energy',
  label: 'Energy, 45 nm',
  source: 'Horowitz 2014; DRAM as in Han et al. 2015',
  constants: [
    { key: 'multiply8', label: '8-bit multiply', unit: 'pJ', default: 0.2, min: 0, max: 1000, step: 0.1 },
    { key: 'add32', label: '32-bit add', unit: 'pJ', default: 0.1, min: 0, max: 1000, step: 0.1 },
    { key: 'dramPerBit', label: 'DRAM', unit: 'pJ/bit', default: 20, min: 0, max: 10_000, step: 1 },
    { key: 'sramPerBit', label: 'SRAM', unit: 'pJ/bit', default: 0.156_25, min: 0, max: 1000, step: 0.1 },
  ],
};

/** The constants as shipped. */
export function defaultConstants({ constants }: Pick<Machine, 'constants'>): Constants {
  return Object.fromEntries(constants.map((one) => [one.key, one.default]));
}
