import { binaryScreen } from '../../../src/experiment/screens/binary';
import type { ParamValue, Params } from '../../../src/params/param';
import { setScreenParam } from '../../store/actions';
import type { ChangeOptions } from '../../store/history';
import type { Gesture } from '../../charts/histogram/gestures';

/** The settings of the screen with their types; the table guarantees that each value fits. */
export interface BinarySettings {
  readonly granularity: 'tensor' | 'channel';
  readonly ends: 'quantized' | 'float';
  readonly curve: 'threshold' | 'alpha';
  readonly factor: number;
  readonly alpha: number;
  readonly filter: number;
  readonly from: number;
  readonly length: number;
  readonly step: number;
  readonly flipW: readonly number[];
  readonly flipX: readonly number[];
  readonly image: number;
  readonly normalize: boolean;
  readonly border: 'plus' | 'minus';
  readonly weight: number;
  readonly draws: number;
  readonly sign: 'deterministic' | 'stochastic';
  readonly gradient: 'ste' | 'paper' | 'chain';
  readonly train: string;
  readonly epochs: number;
  readonly images: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly bench: 'layer' | '256' | '512' | '1024';
}

export function readSettings(params: Params): BinarySettings {
  return params as unknown as BinarySettings;
}

export function set(name: keyof BinarySettings, value: ParamValue, options?: ChangeOptions): void {
  setScreenParam('binary', name, value, options);
}

/** How far an arrow key moves α and Δ. */
const STEP = 0.01;

/** Handlers of a grip on α or Δ; `toFactor` turns its place into units of mean |w|. */
export function gripOf(key: 'alpha' | 'factor', now: number, toFactor: (x: number) => number) {
  const put = (next: number, { commit }: Gesture): void => {
    if (Number.isFinite(next)) set(key, Math.round(Math.min(Math.max(next, 0), 2) * 100) / 100, { commit });
  };
  return {
    onDrag: (x: number, gesture: Gesture) => put(toFactor(x), gesture),
    onStep: (steps: number, gesture: Gesture) => put(Math.min(Math.max(now + steps * STEP, 0), 2), gesture),
    onReset: () => set(key, binaryScreen[key].default),
  };
}
