import { energy } from './energy';
import type { LayerWork } from './layer-work';
import { type Constants, type LayerBits, type Machine, bytesMoved } from './machines';

/** What a budget may bound. */
export type Measure = 'size' | 'bitops' | 'latency' | 'energy';

/** A machine and the energy model, each with its constants. */
export interface Hardware {
  readonly machine: Machine;
  readonly constants: Constants;
  readonly energy: Constants;
}

/** Operands of the hardware have 1 to 16 bits: what is not quantized counts as this many. */
const WIDEST = 16;
const FLOAT_BITS = 32;

/** Everything that is counted or modelled of one layer. */
export interface LayerCosts {
  /** Bytes of the weights, scales not counted; float weights have 32 bits. */
  readonly size: number;
  readonly bitops: number;
  /** Seconds. */
  readonly latency: number;
  /** Picojoules. */
  readonly energy: number;
  /** Bytes of weights and activations. */
  readonly moved: number;
  readonly bound: 'compute' | 'memory';
}

/** Costs of one layer at given widths; 0 bits is float32. */
export function layerCosts(work: LayerWork, bits: LayerBits, hardware: Hardware): LayerCosts {
  const real = { weights: bits.weights || FLOAT_BITS, activations: bits.activations || FLOAT_BITS };
  const held = { weights: Math.min(real.weights, WIDEST), activations: Math.min(real.activations, WIDEST) };
  const { latency, bound } = hardware.machine.layer(work, held, hardware.constants);
  const { multiply8 = 0, add32 = 0, dramPerBit = 0, sramPerBit = 0 } = hardware.energy;
  const activations = work.activationsIn + work.activationsOut;
  return {
    size: (work.weights * real.weights) / 8,
    bitops: work.macs * real.weights * real.activations,
    latency,
    energy: energy({ ...work, activations }, real, { multiply8, add32, dramPerBit, sramPerBit }).total,
    moved: bytesMoved(work, real),
    bound,
  };
}

/** Cost by layer, weight bits and activation bits; index 0 is float32. */
export type CostTable = readonly (readonly (readonly number[])[])[];

const MOST = 8;

/** One measure for every width from 0 (float32) to 8. */
export function costTable(works: readonly LayerWork[], measure: Measure, hardware: Hardware): CostTable {
  const widths = Array.from({ length: MOST + 1 }, (_, bits) => bits);
  return works.map((work) =>
    widths.map((weights) => widths.map((activations) => layerCosts(work, { weights, activations }, hardware)[measure])),
  );
}

/**
 * Cost of the uniform policy of so many bits; between two whole numbers in proportion. With `activations` null they have as
 * many bits as the weights.
 */
export function uniformCost(table: CostTable, bits: number, activations: number | null): number {
  const at = (width: number): number => table.reduce((sum, layer) => sum + layer[width]![activations ?? width]!, 0);
  const low = Math.floor(bits);
  const share = bits - low;
  return share === 0 ? at(low) : (1 - share) * at(low) + share * at(low + 1);
}
