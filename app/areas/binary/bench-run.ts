/** Runs the benchmark in the worker of the screen; its results outlast leaving the screen. */
import { keyOf } from '../../../src/experiment/key';
import type { BenchReport } from '../../../src/jobs/binary-reports';
import type { JobInput } from '../../../src/jobs/catalogue';
import { keptRuns } from '../../engine/kept-runs';
import { store } from '../../store/store';
import { prepareTraining } from '../training/data';
import { binaryEngine } from './engine';
import type { BinarySettings } from './settings';

/** By `benchKey`. */
export const benchRuns = keptRuns<BenchReport>();

type Subject = JobInput<'bench-binary'>['subject'];

function subjectOf({ bench }: BinarySettings, layer: string): Subject {
  return bench === 'layer' ? { kind: 'layer', layer } : { kind: 'square', size: Number(bench) };
}

export function benchKey(settings: BinarySettings, model: string, layer: string): string {
  return keyOf([model, subjectOf(settings, layer)]);
}

export async function runBench(settings: BinarySettings, layer: string): Promise<void> {
  const { model, images } = store.getState().experiment;
  await benchRuns.run(benchKey(settings, model, layer), async (options) => {
    const engine = binaryEngine();
    const ready = await prepareTraining(engine, model, images, () => undefined);
    return ready.ok ? engine.run('bench-binary', { subject: subjectOf(settings, layer) }, options) : ready;
  });
}
