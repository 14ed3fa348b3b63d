import { createTrainResources, trainJobs } from '../src/jobs/train';
import type { BenchTime } from '../src/jobs/binary-reports';
import { finish } from '../src/jobs/finish';
import { MODELS, readModel } from '../zoo/files';
import type { Group, Row } from './rows';

const SIZE = 512;
/** The product of signs has to be so many times faster than float32. */
const SPEEDUP = 5;

const NAMES: Readonly<Record<BenchTime['id'], string>> = {
  tfjs: 'float32, tfjs',
  own: 'float32, own kernel',
  xnor: 'signs, XNOR and popcount',
  packing: 'signs, with packing the inputs',
  ternary: 'ternary, two planes of bits',
};

/** One group: the product of 512³ in float and in bits in this process, in the column of the peer tfjs. Throws Error when a bit is wrong. */
export async function binaryGroup(): Promise<Group> {
  const resources = createTrainResources(undefined, () => performance.now());
  const bundle = await readModel(MODELS, 'lenet');
  await finish(trainJobs['prepare-training']({ bundle, plain: false }, resources));
  const report = await finish(trainJobs['bench-binary']({ subject: { kind: 'square', size: SIZE } }, resources));
  if (!report.exact) throw new Error('The product of the signs differs from that in float.');
  const tfjs = report.times.find(({ id }) => id === 'tfjs')?.median ?? NaN;
  const rows = report.times.map(({ id, median }): Row => {
    const isPacked = id === 'xnor';
    return {
      id: `binary/${id}`,
      what: NAMES[id],
      value: median,
      unit: 'ms',
      budget: isPacked ? tfjs / SPEEDUP : null,
      peer: id === 'tfjs' ? null : tfjs,
      note: `${(tfjs / median).toFixed(1)} times tfjs`,
    };
  });
  return { title: `Product of ${SIZE}³, one thread; the peer is tfjs (${report.backend})`, rows };
}
