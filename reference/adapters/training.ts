/**
 * Quantization-aware training (reference/cases/training/README.md, section 4), through the code that trains in the app: typed
 * arrays for weights, operations of tfjs for activations, and whole runs of the trainer. Where both exist they must agree.
 */
import { type Tensor, engine, scalar, tensor1d } from '@tensorflow/tfjs-core';
import { initBackend } from '../../src/nn/backend';
import { registerTrainingKernels } from '../../src/nn/gradients/register';
import {
  dorefaActivations,
  learnedFakeQuantize,
  pact,
  pactClip,
  quantizeOnGrid,
} from '../../src/nn/training/fake-quant';
import { dorefaWeights } from '../../src/training/dorefa-weights';
import { createLearnedScale, lsqGradientScale, lsqStart, scaleSlope } from '../../src/training/learned-scale';
import { RangeObserver } from '../../src/training/range-observer';
import type { Ste } from '../../src/training/settings';
import { fixedScale } from '../../src/training/ste-weights';
import { ParamReader, toFloat32, toNumbers } from '../read';
import type { Outcome, ReferenceCase } from '../result';
import { batchNormFolding, sgdTrace, toyRegression } from './training-runs';

await initBackend({ plain: false });
registerTrainingKernels();

const read = (one: ReferenceCase): ParamReader => new ParamReader(one.technique, one.params);
const floats = (one: ReferenceCase, key: string): Float32Array => toFloat32(one.input[key]);

/** Value of an operation of tfjs and the gradients of its inputs. */
function differentiate(
  f: (inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  upstream: Float32Array,
): { value: number[]; gradients: number[][] } {
  const { value, grads } = engine().gradients(() => f([...inputs]), [...inputs], tensor1d(upstream));
  return { value: [...value.dataSync()], gradients: grads.map((gradient) => [...gradient.dataSync()]) };
}

function mustAgree(what: string, one: ArrayLike<number>, other: ArrayLike<number>): void {
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [one[i]!, other[i]!];
    if (Math.abs(a - b) > 1e-5 * Math.max(1, Math.abs(a)))
      throw new Error(`${what}: weights give ${String(a)}, activations ${String(b)} at ${String(i)}`);
  }
}

function straightThrough(one: ReferenceCase): Outcome {
  const params = read(one);
  const [scale, qmin, qmax] = [params.number('scale'), params.number('qmin'), params.number('qmax')];
  const zeroPoint = params.number('zeroPoint', params.number('z', 0));
  params.finish();
  const [x, g] = [floats(one, 'x'), floats(one, 'g')];
  const of = (ste: Ste): { xhat: Float32Array; dx: Float32Array } => {
    const quantizer = fixedScale({ kind: 'fixed', scale, zeroPoint, qmin, qmax, ste });
    const [xhat, dx] = [quantizer.quantize(x), quantizer.gradient(x, g)];
    const grid = { scale, zeroPoint, qmin, qmax };
    const onBackend = differentiate(([input]) => quantizeOnGrid(input!, grid, ste), [tensor1d(x)], g);
    mustAgree('xhat', xhat, onBackend.value);
    mustAgree(`dx ${ste}`, dx, onBackend.gradients[0]!);
    return { xhat, dx };
  };
  const clipped = of('clipped');
  return {
    xhat: clipped.xhat,
    dx_clipped: clipped.dx,
    dx_passthrough: of('pass-through').dx,
    dx_torch_fakequant: of('torch').dx,
  };
}

function lsq(one: ReferenceCase): Outcome {
  const params = read(one);
  const [low, high, scale] = [params.number('Qn'), params.number('Qp'), params.number('scale')];
  const [v, g] = [floats(one, 'v'), floats(one, 'g')];
  const count = params.number('N', v.length);
  params.finish();
  const range = { low, high };
  const quantizer = createLearnedScale(v, [range], { count: 1, of: () => 0 }, [count]);
  quantizer.learned!.values[0] = scale;
  const [vhat, dv] = [quantizer.quantize(v), quantizer.gradient(v, g)];
  const gradientScale = lsqGradientScale(count, range);
  const onBackend = differentiate(
    ([x, s]) => learnedFakeQuantize(x!, s!, range, gradientScale),
    [tensor1d(v), scalar(scale)],
    g,
  );
  mustAgree('vhat', vhat, onBackend.value);
  mustAgree('dv', dv, onBackend.gradients[0]!);
  mustAgree('ds', quantizer.learned!.gradient, onBackend.gradients[1]!);
  return {
    vhat,
    dv,
    dvhat_ds: Array.from(v, (value) => scaleSlope(value / scale, low, high)),
    grad_scale: gradientScale,
    ds: quantizer.learned!.gradient[0],
    s_init: lsqStart(v, range),
  };
}

function pactCase(one: ReferenceCase): Outcome {
  const params = read(one);
  const [bits, alpha] = [params.number('k'), params.number('alpha')];
  params.finish();
  const x = floats(one, 'x');
  const { value, gradients } = differentiate(
    ([input, end]) => pact(input!, end!, bits),
    [tensor1d(x), scalar(alpha)],
    floats(one, 'g'),
  );
  const y = [...pactClip(tensor1d(x), scalar(alpha)).dataSync()];
  return { y, yq: value, dx: gradients[0], dalpha: gradients[1]![0] };
}

function dorefaW(one: ReferenceCase): Outcome {
  const params = read(one);
  const w = floats(one, 'w');
  const tensor = { data: w, shape: [w.length, 1], layout: 'dense' } as const;
  const quantizer = dorefaWeights({ bits: params.number('k') }, tensor);
  params.finish();
  return { wq: quantizer.quantize(w), dw: quantizer.gradient(w, floats(one, 'g')) };
}

function dorefaA(one: ReferenceCase): Outcome {
  const params = read(one);
  const bits = params.number('k');
  params.finish();
  return { xq: [...dorefaActivations(tensor1d(floats(one, 'x')), bits).dataSync()] };
}

function ema(one: ReferenceCase): Outcome {
  const params = read(one);
  const observer = new RangeObserver(params.number('averaging_constant', 0.01));
  const bits = params.number('bits');
  params.finish();
  const highs = toNumbers(one.input['batch_max']);
  const min_max_trace = toNumbers(one.input['batch_min']).map((low, batch) => {
    observer.observe(low, highs[batch]!);
    return [observer.low, observer.high];
  });
  const { scale, zeroPoint } = observer.grid(bits);
  return { min_max_trace, scale, zeroPoint };
}

export const trainingAdapters: Readonly<Record<string, (one: ReferenceCase) => Outcome>> = {
  'qat.ste': straightThrough,
  'qat.lsq': lsq,
  'qat.pact': pactCase,
  'qat.dorefa_w': dorefaW,
  'qat.dorefa_a': dorefaA,
  'qat.ema': ema,
  'qat.bnfold': batchNormFolding,
  'qat.sgd_trace': sgdTrace,
  'outcome.qat_toy': toyRegression,
};
