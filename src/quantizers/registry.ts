import { binary } from './binary';
import { codebook } from './codebook';
import { float } from './float';
import { fp8 } from './fp8';
import { minifloat } from './minifloat';
import { mxShared } from './mx-shared';
import { nf4 } from './nf4';
import { nvfp4 } from './nvfp4';
import { ocpMx } from './ocp-mx';
import { pow2 } from './pow2';
import type { Quantizer, QuantizerState } from './quantizer';
import { ternary } from './ternary';
import { uniform } from './uniform';
import { vsquant } from './vsquant';

/** Forgets the kind of state: a quantizer only ever meets states that it made itself. */
function register<State extends QuantizerState>(quantizer: Quantizer<State>): Quantizer {
  return quantizer;
}

/** How real numbers become codes and back, in the order of the menu. */
export const quantizers: Readonly<Record<string, Quantizer>> = {
  float: register(float),
  uniform: register(uniform),
  codebook: register(codebook),
  vsquant: register(vsquant),
  'mx-shared': register(mxShared),
  'ocp-mx': register(ocpMx),
  nvfp4: register(nvfp4),
  fp8: register(fp8),
  minifloat: register(minifloat),
  nf4: register(nf4),
  pow2: register(pow2),
  binary: register(binary),
  ternary: register(ternary),
};

/** Throws RangeError for an unknown quantizer. */
export function quantizerOf(id: string): Quantizer {
  const found = Object.hasOwn(quantizers, id) ? quantizers[id] : undefined;
  if (found === undefined) throw new RangeError(`Unknown quantizer: ${id}`);
  return found;
}
