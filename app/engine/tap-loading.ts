import { defaultActivations } from '../../src/experiment/defaults';
import type { Outcome } from './outcome';
import { readTapValues, runQuant } from './requests';

/** Name under which the worker that serves sliders keeps the calibration values at the input of a layer. */
export function tapId(model: string, layer: string): string {
  return `${model}/${layer}`;
}

/**
 * Runs a job on the calibration values at the input of a layer, which are brought to its worker when they are not there. A
 * worker that had to be replaced has none: they are brought again.
 */
export async function onTapValues<T>(layer: string, id: string, job: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const outcome = await job();
  if (outcome.ok || outcome.reason !== 'failed') return outcome;
  const { calibration } = defaultActivations();
  const values = await readTapValues({ layer, calibration });
  if (!values.ok) return values;
  const brought = await runQuant('clip-load', { id, values: values.value });
  return brought.ok ? job() : brought;
}
