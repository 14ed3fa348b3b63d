import { uniformStream } from '../../numerics/random';
import { explorationNoise } from '../ddpg-rules';
import { actionToBits, haqReward } from '../haq';
import { clamped } from '../methods/clamp';
import { type Search, type SearchTask, toPolicy } from '../task';
import { AGENT, ActorCritic } from './actor-critic';
import { agentStates } from './states';

/** Accuracy in percent to reward (Wang et al. 2019, equation 3). */
const LAMBDA = 0.1;
const FIRST_NOISE = 0.5;
const DECAY = 0.99;
/** The decay above is for a run of this many episodes; in a shorter one the noise falls as much, faster. */
const RUN = 300;

/** Episodes whose actions are drawn evenly, before the actor is asked. */
function warmUpOf(evaluations: number): number {
  return Math.min(20, Math.floor(evaluations / 4));
}

/** Standard deviation of the exploration in an episode after the warm-up. */
function noiseAt(episode: number, evaluations: number): number {
  return explorationNoise(episode, warmUpOf(evaluations), FIRST_NOISE, DECAY ** Math.max(1, RUN / evaluations));
}

export function rewardOf(accuracy: number, floatAccuracy: number): number {
  return haqReward(accuracy, floatAccuracy, LAMBDA);
}

/**
 * HAQ (Wang et al. 2019): an episode walks through the layers, choosing the bits of each from what it is and from the choice
 * before; the bits are lowered into the budget, and the accuracy rewards every step. One update of the networks for each step
 * of an episode after the warm-up. Yields null between updates.
 * @param plain do without WebAssembly; the numbers of a run depend on it in the last digits.
 */
export function* haqSearch(task: SearchTask, plain: boolean): Search {
  const { layers, activations, evaluations, least, most, seed } = task;
  const states = agentStates(layers, activations);
  const agent = new ActorCritic(states[0]!.length, AGENT.memory * states.length, seed, plain);
  const explore = uniformStream(seed, 'agent-exploration');
  const warmUp = warmUpOf(evaluations);
  for (let episode = 0; episode < evaluations; episode++) {
    const noise = episode < warmUp ? null : noiseAt(episode, evaluations);
    const visited: (readonly number[])[] = [];
    const actions: number[] = [];
    for (const state of states) {
      const now = [...state.slice(0, -1), actions.at(-1) ?? 0];
      visited.push(now);
      actions.push(noise === null ? explore() : aroundAction(agent.action(now), noise, explore));
    }
    const proposed = actions.map((action) => actionToBits(action, least, most));
    const bits = clamped(task, proposed);
    const scores = yield { policies: [toPolicy(task, bits)], episode: { actions, proposed, bits, noise } };
    const reward = rewardOf(scores[0] ?? 0, task.floatAccuracy);
    visited.forEach((state, step) => {
      const done = step === states.length - 1;
      agent.remember({ state, action: actions[step]!, reward, next: visited[step + 1] ?? state, done });
    });
    if (episode + 1 < warmUp) continue;
    for (let update = 0; update < states.length; update++) {
      agent.update();
      yield null;
    }
  }
}

/** A normal number around the action, drawn again until it is in [0, 1]. */
function aroundAction(action: number, noise: number, next: () => number): number {
  for (let tried = 0; tried < 100; tried++) {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const drawn = action + noise * radius * Math.cos(2 * Math.PI * next());
    if (drawn >= 0 && drawn <= 1) return drawn;
  }
  return action;
}
