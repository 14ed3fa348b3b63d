import { roundingFunctions } from '../../src/numerics/round';
import { NotImplemented, type Outcome, type ReferenceCase } from '../result';
import { ParamReader, toFloat32, toNumbers } from '../read';
import { kernels } from './linear';

const MODES = ['nearest-even', 'nearest-away', 'floor', 'ceil', 'toward-zero', 'half-up'] as const;
type Mode = (typeof MODES)[number];

/** `half-up` is only a counter-example of the course: no recipe offers it. */
function rounding(mode: Mode): (v: number) => number {
  return mode === 'half-up' ? (v) => Math.floor(v + 0.5) : roundingFunctions[mode];
}

function integers(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const round = rounding(params.word('mode', MODES));
  params.finish();
  return { q: toNumbers(one.input['x']).map((x) => round(x)) };
}

const fraction = (v: number): number => v - Math.floor(v);

/** Codes wide enough that nothing of a case is clamped. */
const WIDE = 2 ** 30;

function stochastic(one: ReferenceCase): Outcome {
  new ParamReader(one.technique, one.params).finish();
  const x = toFloat32(one.input['x']);
  const u = Float64Array.from(toNumbers(one.input['u']));
  const { codes } = kernels.quantizeWithUniforms(x, x.length, x.length, Float32Array.of(1), null, -WIDE, WIDE, u);
  return { p_up: Array.from(x, fraction), q: codes };
}

function moments(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const s = params.number('s');
  params.finish();
  const x = toNumbers(one.input['x']);
  const p = x.map((v) => fraction(v / s));
  return { mean: x.map((v, i) => s * (Math.floor(v / s) + (p[i] ?? 0))), variance: p.map((q) => s * s * q * (1 - q)) };
}

function fakeQuantize(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const [qmin, qmax, s, z] = [
    params.number('qmin'),
    params.number('qmax'),
    params.number('scale'),
    params.number('zeroPoint'),
  ];
  const mode = params.word('mode', MODES, 'nearest-even');
  params.finish();
  if (mode === 'half-up') throw new NotImplemented(`${one.technique} with mode half-up`);
  const x = toFloat32(one.input['x']);
  const { codes, values } = kernels.quantize(
    x,
    x.length,
    x.length,
    Float32Array.of(s),
    Int32Array.of(z),
    qmin,
    qmax,
    mode,
  );
  return { q: codes, xhat: values };
}

export const roundingAdapters = {
  'round.int': integers,
  'round.stochastic': stochastic,
  'round.stochastic_moments': moments,
  'round.fakequant': fakeQuantize,
};
