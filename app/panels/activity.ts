import type { AppState } from '../store/state';
import { bytes, count, duration } from '../controls/format';

type Watched = Pick<
  AppState,
  'model' | 'scores' | 'networkReports' | 'layerReports' | 'sweep' | 'background' | 'working'
>;

export interface Activity {
  readonly state: string;
  readonly more: string;
}

/** What the workers do now, for the footer: the longest job is named, with what is done of it. */
export function activity({
  model,
  scores,
  networkReports,
  layerReports,
  sweep,
  background,
  working,
}: Watched): Activity {
  if (model.status === 'loading')
    return { state: 'Loading', more: model.total > 0 ? `${bytes(model.received)} of ${bytes(model.total)}` : '' };
  if (model.status === 'failed') return { state: 'Stopped.', more: model.problem.title };
  if (sweep.status === 'running')
    return { state: 'Sweeping', more: `${count(sweep.done)} of ${count(sweep.total)} points` };
  if (background !== null) return { state: background, more: '' };
  for (const id of ['float', 'a', 'b'] as const) {
    const { status, progress } = scores[id];
    if (status !== 'running') continue;
    const name = id === 'float' ? 'the float network' : id.toUpperCase();
    return {
      state: `Measuring ${name}`,
      more: progress ? `${count(progress.done)} of ${count(progress.total)} images` : '',
    };
  }
  if ([scores.float, scores.a, scores.b].some((slot) => slot.status === 'precomputed')) {
    return { state: 'Measuring', more: 'to replace the pre-computed numbers' };
  }
  const reports = [networkReports.a, networkReports.b, layerReports.a, layerReports.b];
  if (reports.some((slot) => slot.status === 'running')) return { state: 'Quantizing', more: '' };
  if (working !== null) return { state: working, more: '' };
  const last = Math.max(scores.a.ms ?? 0, scores.b.ms ?? 0);
  return { state: 'Idle.', more: last > 0 ? `Last measurement ${duration(last)}` : '' };
}
