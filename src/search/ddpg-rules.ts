/** The rules of deep deterministic policy gradient as HAQ uses it (Lillicrap et al. 2016; Wang et al. 2019, section 3.4). */

/** Standard deviation of the exploration noise; during the warm-up actions are uniform and this is not used. */
export function explorationNoise(episode: number, warmUp: number, initial: number, decay: number): number {
  return initial * decay ** (episode - warmUp);
}

/** Moving average of the reward, updated before it is used. */
export function nextBaseline(baseline: number, rewards: readonly number[], momentum: number): number {
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
  return baseline + momentum * (mean - baseline);
}

/** Target of the critic: r − B + γ (1 − done) Q'. */
export function criticTarget(
  reward: number,
  baseline: number,
  nextValue: number,
  done: boolean,
  gamma: number,
): number {
  return reward - baseline + (done ? 0 : gamma * nextValue);
}

/** Moves the parameters of a target network towards those of the trained one, in place: θ' += τ (θ − θ'). */
export function softUpdate<T extends Float32Array | Float64Array>(target: T, trained: T, tau: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += tau * (trained[i]! - target[i]!);
}
