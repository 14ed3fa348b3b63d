/** Formats and clippers on a layer of 200 k weights, which a slider must answer within a frame, and on 1 M. */
import { klSearch } from '../src/clipping/kl-divergence';
import { clippers } from '../src/clipping/registry';
import { oneGroup } from '../src/clipping/input';
import { choose } from '../src/experiment/techniques';
import { loadKernels, type Kernels } from '../src/kernels/index';
import { defaultsOf } from '../src/params/param';
import { quantizerOf } from '../src/quantizers/registry';
import type { WeightTensor } from '../src/quantizers/types';
import { time } from './measure';
import type { Group, Row } from './rows';
import { weights } from './weights';

const SIZES = [
  { count: 200_000, budget: 16 },
  { count: 1_000_000, budget: 50 },
];
const COLUMNS = 100;
const FORMATS = ['vsquant', 'mx-shared', 'ocp-mx', 'nvfp4', 'fp8', 'minifloat', 'nf4', 'pow2'];
const BINS = 2048;

function quantize(kernels: Kernels, tensor: WeightTensor, id: string): unknown {
  const quantizer = quantizerOf(id);
  const recipe = {
    quantizer: choose('quantizer', id),
    granularity: choose('granularity', 'channel'),
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  };
  const context = { kernels, seed: 1 };
  return quantizer.encode(tensor, quantizer.fit(tensor, recipe, context), recipe, context);
}

async function rowsOf(kernels: Kernels, { count, budget }: (typeof SIZES)[number]): Promise<Row[]> {
  const data = weights(count);
  const tensor: WeightTensor = { data, shape: [count / COLUMNS, COLUMNS], layout: 'dense' };
  const input = oneGroup(data, { kernels, symmetric: true, qmin: -7, qmax: 7, divisor: 7 });
  const works = [
    ...FORMATS.map((id) => ({ what: `quantize: ${id}`, work: () => quantize(kernels, tensor, id) })),
    ...Object.values(clippers).flatMap((clipper) => [
      { what: `range: ${clipper.id}`, work: () => clipper.ranges(input, defaultsOf(clipper.params)) },
      { what: `curve: ${clipper.id}`, work: () => clipper.trace(input, defaultsOf(clipper.params)) },
    ]),
  ];
  const rows: Row[] = [];
  for (const { what, work } of works) {
    const { median } = await time(work);
    rows.push({ id: `formats/${what}/${String(count)}`, what, value: median, unit: 'ms', budget, peer: null });
  }
  return rows;
}

async function klRows(kernels: Kernels): Promise<Row[]> {
  const data = weights(200_000);
  const counts = kernels.histogram(data.map(Math.abs), 0, kernels.absMax(data), BINS);
  const rows: Row[] = [];
  for (const levels of [8, 128, 256]) {
    const settings = { levels, startBin: Math.max(128, levels), stride: 1 };
    const { median } = await time(() => klSearch(counts, settings));
    const what = `KL search, 2,048 bins, ${String(levels)} levels`;
    rows.push({ id: `formats/kl/${String(levels)}`, what, value: median, unit: 'ms', budget: 10, peer: null });
  }
  return rows;
}

/** In Node on one thread. */
export async function formatGroups(): Promise<Group[]> {
  const kernels = loadKernels();
  const groups: Group[] = [];
  for (const size of SIZES) {
    const title = `Formats and clippers, ${size.count.toLocaleString('en')} weights`;
    groups.push({ title, rows: await rowsOf(kernels, size) });
  }
  return [...groups, { title: 'Divergence', rows: await klRows(kernels) }];
}
