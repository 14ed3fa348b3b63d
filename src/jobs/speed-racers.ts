import { plannedNodes } from '../inference/chain';
import { CodePlan } from '../inference/code-plan';
import { FloatPlan, UNFED } from '../inference/float-plan';
import type { Side } from '../experiment/spec';
import { IntegerError } from '../integer/error';
import { integerNetwork } from '../integer/prepare';
import type { Kernels } from '../kernels/index';
import type { Model } from '../model/graph';
import type { ImageStore } from '../nn/images';
import { inputOf } from '../nn/input';
import { centredInput } from '../nn/input-codes';
import { placeTfjsNetwork } from '../nn/tfjs-network';
import type { CalibratedTaps } from './activation-reports';
import type { BackendInfo } from './backend-info';
import type { Laps } from './speed-laps';
import type { SpeedGap, SpeedPath } from './speed-reports';
import { withBits } from './speed-side';

/** One path of a network, ready to run on one batch. */
export interface Racer {
  readonly id: SpeedPath;
  readonly bytes: number;
  readonly path: string;
  run(laps: Laps): void;
  dispose(): void;
}

interface Network {
  readonly model: Model;
  readonly kernels: Kernels;
  readonly backend: BackendInfo['backend'];
}

interface Batch {
  readonly side: Side;
  readonly taps: CalibratedTaps;
  readonly from: number;
  readonly to: number;
}

const NO_SIMD = 'This browser has no WebAssembly with SIMD, which our kernels need.';

/** Every path that the network and the browser allow, and why the others do not run. */
export function racersOf(
  network: Network,
  images: ImageStore,
  batch: Batch,
): { readonly racers: readonly Racer[]; readonly gaps: readonly SpeedGap[] } {
  const input = inputOf(network.model, images, batch.from, batch.to);
  const count = batch.to - batch.from;
  const made = [
    onTfjs(network, input, count),
    onPlan(network, input, count),
    ...([8, 4] as const).map((bits) => inIntegers(network, images, { bits, ...batch })),
  ];
  return {
    racers: made.flatMap((one) => ('run' in one ? [one] : [])),
    gaps: made.flatMap((one) => ('run' in one ? [] : [one])),
  };
}

function onTfjs({ model, backend }: Network, input: Float32Array, count: number): Racer {
  const placed = placeTfjsNetwork(model, input, count);
  return {
    id: 'tfjs',
    bytes: floatBytes(model),
    path: `tfjs, ${backend}`,
    run: (laps) => {
      laps.start();
      placed.run((node) => laps.mark(node));
    },
    dispose: () => {
      placed.dispose();
    },
  };
}

function floatBytes({ nodes, kernels }: Model): number {
  const biases = nodes.reduce((sum, { op }) => sum + ('bias' in op ? (op.bias?.length ?? 0) : 0), 0);
  return 4 * kernels.reduce((sum, { data }) => sum + data.length, biases);
}

function onPlan({ model, kernels }: Network, input: Float32Array, count: number): Racer | SpeedGap {
  const id = 'own';
  if (kernels.kind === 'plain') return { id, reason: NO_SIMD, layer: null };
  const planned = plannedNodes(model);
  if ('reason' in planned) return { id, ...planned };
  const plan = FloatPlan.of(model);
  if (plan === null) return { id, reason: NO_SIMD, layer: null };
  const weights = {
    kernels: model.kernels.map(({ data }) => data),
    bias: (node: number) => {
      const { op } = model.nodes[node]!;
      return 'bias' in op ? op.bias : null;
    },
  };
  const wanted = new Set([model.nodes.length - 1]);
  const known = new Map([[0, input]]);
  return {
    id,
    bytes: plan.bytes,
    path: 'f32x4 multiply and add',
    run: (laps) => {
      laps.start();
      plan.run({ count, weights, known, from: 1, wanted, feed: UNFED, after: (node) => laps.mark(node) });
      laps.mark(null);
    },
    dispose: () => undefined,
  };
}

function inIntegers(
  { model, kernels }: Network,
  images: ImageStore,
  { bits, side, taps, from, to }: Batch & { readonly bits: 8 | 4 },
): Racer | SpeedGap {
  const id = bits === 8 ? 'int8' : 'int4';
  if (kernels.kind === 'plain') return { id, reason: NO_SIMD, layer: null };
  try {
    const network = integerNetwork(model, bits === 8 ? side : withBits(side, bits), taps, kernels);
    const plan = CodePlan.of(network.plan);
    if (plan === null) return { id, reason: NO_SIMD, layer: null };
    const codes = centredInput(model, network, images, { from, to }, kernels);
    return {
      id,
      bytes: plan.steps.reduce((sum, step) => sum + step.bytes, 0),
      path: 'i32x4.dot_i16x8_s',
      run: (laps) => {
        laps.start();
        plan.run(codes, to - from, { after: (node) => laps.mark(node) });
        laps.mark(null);
      },
      dispose: () => undefined,
    };
  } catch (error) {
    if (error instanceof IntegerError) return { id, reason: error.message, layer: error.layer };
    throw error;
  }
}
