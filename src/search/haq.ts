import { roundHalfEven } from '../numerics/round';

/** One layer as the agent of HAQ sees it (Wang et al. 2019, section 3.1). */
export interface HaqLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the kernel; 1 for a dense layer. */
  readonly kernel: number;
  /** 0 for a dense layer. */
  readonly stride: number;
  /** Side of the input feature map. */
  readonly featureMap: number;
  readonly depthwise: boolean;
}

/**
 * State of each layer: index, input and output channels, kernel side, stride, input area, weights, depthwise flag, whether
 * the action is on weights, previous action.
 */
export function haqStates(
  layers: readonly HaqLayer[],
  onWeights: number,
  previousAction: number,
): readonly (readonly number[])[] {
  return layers.map(({ inputs, outputs, kernel, stride, featureMap, depthwise }, index) => [
    index,
    inputs,
    outputs,
    kernel,
    stride,
    featureMap ** 2,
    (depthwise ? inputs : inputs * outputs) * kernel ** 2,
    depthwise ? 1 : 0,
    onWeights,
    previousAction,
  ]);
}

/** Each column brought to 0..1 over the layers; one that is the same for all layers stays as it is. */
export function normalizeStates(states: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const columns = states[0]?.length ?? 0;
  const ranges = Array.from({ length: columns }, (_, c) => {
    const column = states.map((state) => state[c]!);
    return [Math.min(...column), Math.max(...column)] as const;
  });
  return states.map((state) =>
    state.map((value, c) => {
      const [low, high] = ranges[c]!;
      return high > low ? (value - low) / (high - low) : value;
    }),
  );
}

/** Bits of an action in [0, 1] (Wang et al. 2019, equation 1), held inside [least, most]. */
export function actionToBits(action: number, least: number, most: number): number {
  const bits = roundHalfEven(least - 0.5 + action * (most - least + 1));
  return Math.min(Math.max(bits, least), most);
}

/** Reward of an episode (equation 3): accuracies in percent. */
export function haqReward(accuracy: number, floatAccuracy: number, lambda: number): number {
  return lambda * (accuracy - floatAccuracy);
}

export interface Decrease {
  readonly bits: readonly number[];
  /** Cost of the policy that results; over the budget only when every layer is at its least. */
  readonly cost: number;
  /** Single bits taken away. */
  readonly decrements: number;
}

/**
 * Takes bits away until the policy is inside the budget (section 3.2): from the last layer to the first, one bit each,
 * again and again. `cost` of a policy must not rise when a width falls.
 */
export function decreaseToBudget(
  bits: readonly number[],
  least: number,
  budget: number,
  cost: (bits: readonly number[]) => number,
): Decrease {
  const now = [...bits];
  let decrements = 0;
  let current = cost(now);
  while (current > budget && now.some((b) => b > least)) {
    for (let layer = now.length - 1; layer >= 0 && current > budget; layer--) {
      if (now[layer]! <= least) continue;
      now[layer]!--;
      decrements++;
      current = cost(now);
    }
  }
  return { bits: now, cost: current, decrements };
}
