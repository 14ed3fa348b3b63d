import { codebook, indexBits, type CodebookState } from '../../src/quantizers/codebook';
import { kmeansExact } from '../../src/quantizers/kmeans-exact';
import { assignToNearest, lloyd, lloydStart } from '../../src/quantizers/kmeans-lloyd';
import { sqnrDb } from '../../src/quantizers/metrics';
import { fineTuneCodebook } from '../../src/quantizers/codebook-finetune';
import { entropyBits } from '../../src/numerics/stats';
import { ParamReader, toFloat32, toNumbers } from '../read';
import type { Outcome, ReferenceCase } from '../result';
import { kernels } from './linear';

function outcomeOf(data: Float32Array, centroids: Float64Array): Outcome {
  const codes = assignToNearest(data, centroids, kernels);
  const dequantized = Float32Array.from(codes, (code) => centroids[code] ?? 0);
  const { error, signal } = kernels.errorSums(data, dequantized);
  return {
    centroids,
    codes,
    dequantized,
    mse: data.length > 0 ? error / data.length : 0,
    sqnrDb: sqnrDb(signal, error),
  };
}

function exact(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const k = params.number('k');
  params.finish();
  const data = toFloat32(one.input['data']);
  const { centroids, sse } = kmeansExact(data, k, kernels);
  return { ...outcomeOf(data, centroids), sse, effectiveBits: Math.max(1, indexBits(k)) + (32 * k) / data.length };
}

function iterated(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const k = params.number('k');
  const init = params.word('init', ['linear', 'density', 'given'] as const);
  const most = params.number('maxIterations');
  const data = toFloat32(one.input['data']);
  const start = init === 'given' ? Float64Array.from(params.numbers('initialCentroids')) : lloydStart(data, k, init, 0);
  params.finish();
  const { centroids, iterations } = lloyd(data, start, most, kernels);
  return { ...outcomeOf(data, centroids), initialCentroids: start, iterationsRun: iterations };
}

function finetune(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params).ignore('k');
  const lr = params.number('lr');
  params.finish();
  const [codes, centroids, gradients] = [one.input['codes'], one.input['centroids'], one.input['gradW']].map(toNumbers);
  return { ...fineTuneCodebook(codes ?? [], centroids ?? [], gradients ?? [], lr) };
}

function storage(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const [k, codebookBits] = [params.number('k'), params.number('codebookBits', 32)];
  params.finish();
  const codes = Int32Array.from(toNumbers(one.input['codes']));
  const state: CodebookState = { ...codebookOf(k), huffman: false };
  const fixed = codes.length * indexBits(k) + k * codebookBits;
  const payload = codebook.storage({ ...state, huffman: true }, codes).codes;
  const counts = new Uint32Array(k);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return {
    indexBits: indexBits(k),
    totalBitsFixed: fixed,
    compressionRatioVsFp32: (32 * codes.length) / fixed,
    huffmanPayloadBits: payload,
    huffmanAverageBits: payload / codes.length,
    entropyBits: entropyBits(counts),
  };
}

function codebookOf(k: number): CodebookState {
  return {
    rows: 0,
    columns: 0,
    regions: { kind: 'tensor', rowsPerGroup: 0 },
    scales: null,
    zeroPoints: null,
    low: [],
    high: [],
    qmin: 0,
    qmax: k - 1,
    centroids: [],
    k,
    huffman: false,
  };
}

export const codebookAdapters = {
  kmeans_exact: exact,
  kmeans_lloyd: iterated,
  kmeans_finetune: finetune,
  codebook_storage: storage,
};
