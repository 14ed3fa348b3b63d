import { beforeAll, expect, it } from 'vitest';
import { mlp } from '../../zoo/nets/networks';
import { uniformStream } from '../numerics/random';
import { initBackend } from './backend';
import { registerTrainingKernels } from './gradients/register';
import { hessianProbes } from './hessian';

beforeAll(async () => {
  await initBackend({ plain: false });
  registerTrainingKernels();
});

it('estimates the trace of a softmax regression, which is known: mean of |x|^2 times the sum of p (1 - p)', () => {
  const next = uniformStream(4, 'sample-values');
  const card = { id: 'x', output: '3 logits', input: { shape: [4], preprocess: 'pixel/255', mean: 0, std: 1 } };
  const model = mlp(3)(card, next);
  const rows = 40;
  const inputs = Float32Array.from({ length: rows * 4 }, () => 2 * next() - 1);
  const targets = Int32Array.from({ length: rows }, () => Math.floor(3 * next()));
  const weights = model.kernels[0]!.data;
  let exact = 0;
  for (let row = 0; row < rows; row++) {
    const x = inputs.subarray(4 * row, 4 * row + 4);
    const exps = [0, 1, 2].map((c) => Math.exp(x.reduce((sum, value, i) => sum + value * weights[3 * i + c]!, 0)));
    const total = exps.reduce((sum, one) => sum + one, 0);
    const spread = exps.reduce((sum, one) => sum + (one / total) * (1 - one / total), 0);
    exact += (spread * x.reduce((sum, value) => sum + value * value, 0)) / rows;
  }
  const work = hessianProbes(model, { inputs, targets }, 200, 1);
  let step = work.next();
  while (step.done !== true) step = work.next();
  const forms = step.value.map(([one]) => one!);
  const mean = forms.reduce((sum, one) => sum + one, 0) / forms.length;
  const error = Math.sqrt(forms.reduce((sum, one) => sum + (one - mean) ** 2, 0)) / forms.length;
  expect(Math.abs(mean - exact)).toBeLessThan(4 * error + 0.02 * exact);
});
