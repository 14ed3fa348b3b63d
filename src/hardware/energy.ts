/** Energies in picojoules, 45 nm (Horowitz 2014; DRAM as in Han et al. 2015). */
export interface EnergyConstants {
  /** An 8-bit multiplication; others scale with the product of the widths. */
  readonly multiply8: number;
  readonly add32: number;
  readonly dramPerBit: number;
  readonly sramPerBit: number;
}

export interface EnergyCost {
  readonly perMac: number;
  readonly compute: number;
  readonly dram: number;
  readonly sram: number;
  readonly total: number;
}

/** Energy of a layer in picojoules: DRAM once for each weight and activation, SRAM for both operands of each MAC. */
export function energy(
  work: { readonly macs: number; readonly weights: number; readonly activations: number },
  bits: { readonly weights: number; readonly activations: number },
  { multiply8, add32, dramPerBit, sramPerBit }: EnergyConstants,
): EnergyCost {
  const perMac = (multiply8 * bits.weights * bits.activations) / 64 + add32;
  const compute = work.macs * perMac;
  const dram = (work.weights * bits.weights + work.activations * bits.activations) * dramPerBit;
  const sram = work.macs * (bits.weights + bits.activations) * sramPerBit;
  return { perMac, compute, dram, sram, total: compute + dram + sram };
}
