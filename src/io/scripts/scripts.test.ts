import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { defaultActivations } from '../../experiment/defaults';
import type { Side } from '../../experiment/spec';
import { choose } from '../../experiment/techniques';
import { createEvalResources, evalJobs } from '../../jobs/evaluate';
import { finish } from '../../jobs/finish';
import { loadKernels } from '../../kernels/index';
import { parseModelCard } from '../../model/card';
import { parseModel } from '../../model/model';
import type { ModelBundle } from '../../model/types';
import type { Params } from '../../params/param';
import { sideKernels } from '../side-kernels';
import { DECODE } from './decode';
import { writeScript } from './write';

const read = (path: string): Buffer => readFileSync(new URL(`../../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;
const kernels = loadKernels({ plain: false });
const images = bytes('data/fashion-mnist/test-0-2000.bin');

const bundleOf = (id: string): ModelBundle => ({
  card: parseModelCard(JSON.parse(read(`models/${id}/card.json`).toString())),
  topology: JSON.parse(read(`models/${id}/model.json`).toString()),
  weights: bytes(`models/${id}/weights.bin`),
});

const sideOf = (id: string, params: Params, granularity = 'channel'): Side => ({
  recipe: {
    quantizer: choose('quantizer', id, params),
    granularity: choose('granularity', granularity),
    clipper: choose('clipper', 'mse'),
    rounder: choose('rounder', 'nearest-even'),
  },
  overrides: {},
  seed: 5,
});

/** System Python with a package; null where this machine has none, and then the text of a script is all that is checked. */
function pythonWith(name: string): string | null {
  const found = spawnSync('/usr/bin/python3', ['-c', `import ${name}`]).status === 0;
  if (!found) process.stderr.write(`No ${name} here: its scripts are compared with the stored text and not run.\n`);
  return found ? '/usr/bin/python3' : null;
}

const numpy = pythonWith('numpy');
const torch = pythonWith('torch');

function runScript(python: string, zip: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
  try {
    const files = unzipSync(zip);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const script = Object.keys(files).find((name) => name.endsWith('.py')) ?? '';
    return execFileSync(python, [script], { cwd: folder, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function zipOf(id: string, side: Side, withImages: boolean, taps = {}): Uint8Array {
  const model = parseModel(bundleOf(id));
  const made = finishNow(model, side);
  return writeScript({ model, kernels: made, taps, metadata: { recipe: 'A' }, images: withImages ? images : null });
}

function finishNow(model: ReturnType<typeof parseModel>, side: Side) {
  const steps = sideKernels(model, side, kernels);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function scriptIn(zip: Uint8Array): string {
  const [script] = Object.entries(unzipSync(zip)).filter(([name]) => name.endsWith('.py'));
  return strFromU8(script?.[1] ?? new Uint8Array(0));
}

describe('the NumPy script', () => {
  it('is the page that is stored', async () => {
    const script = scriptIn(zipOf('digits-mlp', sideOf('uniform', { bits: 4 }), false));
    await expect(script).toMatchFileSnapshot('golden/quantize_numpy.py');
  });

  it.each([
    ['uniform', { bits: 4 }],
    ['uniform', { bits: 3, scheme: 'affine' }],
    ['codebook', { bits: 3, method: 'lloyd' }],
    ['vsquant', {}],
    ['mx-shared', {}],
    ['ocp-mx', { element: 'E2M1' }],
    ['ocp-mx', { element: 'INT8' }],
    ['nvfp4', {}],
    ['fp8', {}],
    ['minifloat', {}],
    ['nf4', { doubleQuantization: true, blockSize: 2 }],
    ['pow2', {}],
    ['binary', {}],
    ['ternary', {}],
  ] as const)('finds the errors of the app for %s %o', (id, params) => {
    const zip = zipOf('lenet', sideOf(id, params), false);
    if (numpy === null) {
      expect(scriptIn(zip)).toContain(DECODE);
      return;
    }
    const out = runScript(numpy, zip);
    expect(out.match(/as in the app/g)).toHaveLength(4);
    expect(out).toContain(`4 kernels decoded, ${id === 'uniform' ? '4' : '0'} of them quantized again`);
  });
});

describe('the PyTorch script', () => {
  it.each(['lenet', 'dscnn'])('is the page that is stored for %s', async (id) => {
    await expect(scriptIn(zipOf(id, sideOf('uniform', { bits: 4 }), true))).toMatchFileSnapshot(
      `golden/quantize_torch_${id}.py`,
    );
  });

  it.each([
    ['resnet8', false],
    ['dscnn-bn', false],
    ['lenet', true],
  ])('measures the accuracy of the app on 2,000 images: %s, activations %s', async (id, isActive) => {
    const weights = sideOf('uniform', { bits: 4 });
    if (torch === null) {
      expect(scriptIn(zipOf(id, weights, true))).toContain(DECODE);
      return;
    }
    const side = isActive ? { ...weights, activations: defaultActivations() } : weights;
    const resources = createEvalResources();
    await finish(evalJobs['load-model']({ bundle: bundleOf(id), plain: false }, resources));
    await finish(evalJobs['load-images']({ packed: images, count: 2000, offset: 0, from: 0, to: 2000 }, resources));
    const training = { packed: bytes('data/fashion-mnist/train-0-10000.bin'), count: 10_000 };
    if (isActive) await finish(evalJobs['load-calibration'](training, resources));
    const taps = isActive ? await finish(evalJobs.calibrate({ activations: defaultActivations() }, resources)) : {};
    const { correct } = await finish(evalJobs.evaluate({ side, from: 0, to: 2000, taps }, resources));
    const out = runScript(torch, zipOf(id, side, true, taps));
    const right = Number(/accuracy (\d+) of 2000/.exec(out)?.[1]);
    // The last bits of sums differ, and with codes a value may fall to the other side of a tie.
    expect(Math.abs(right - correct)).toBeLessThanOrEqual(isActive ? 4 : 1);
  });
});
