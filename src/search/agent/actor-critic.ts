import { uniformStream } from '../../numerics/random';
import { criticTarget, nextBaseline, softUpdate } from '../ddpg-rules';
import { DenseNetwork, type Trace } from './dense-network';
import { Pad } from './pad';

/** One step of an episode as it is remembered. */
export interface Transition {
  readonly state: readonly number[];
  readonly action: number;
  readonly reward: number;
  readonly next: readonly number[];
  readonly done: boolean;
}

/** Settings of the agent, as HAQ has them. */
export const AGENT = {
  hidden: 300,
  batch: 64,
  actorRate: 1e-4,
  criticRate: 1e-3,
  tau: 0.01,
  gamma: 1,
  baselineMomentum: 0.5,
  /** Steps that are remembered, by episodes of the present length. */
  memory: 128,
} as const;

/**
 * Deep deterministic policy gradient (Lillicrap et al. 2016) in the form of HAQ (Wang et al. 2019, section 3.4): an actor from
 * the state to an action in [0, 1], a critic of both, slow copies of both as targets, and a moving baseline of the reward.
 */
export class ActorCritic {
  private readonly pad: Pad;
  private readonly actor: DenseNetwork;
  private readonly critic: DenseNetwork;
  private readonly memory: Transition[] = [];
  private readonly pick: () => number;
  private readonly one: { readonly input: number; readonly trace: Trace };
  private readonly rows: Readonly<Record<'states' | 'pairs' | 'actorPairs' | 'next' | 'nextPairs', number>>;
  private readonly traces: Readonly<Record<'actor' | 'critic', Trace>>;
  private written = 0;
  private baseline: number | null = null;

  /** @param plain do without WebAssembly. @param capacity transitions that are remembered. */
  constructor(
    private readonly width: number,
    private readonly capacity: number,
    seed: number,
    plain: boolean,
  ) {
    const { hidden, batch } = AGENT;
    const draw = uniformStream(seed, 'agent-weights');
    this.pick = uniformStream(seed, 'agent-replay');
    this.pad = new Pad(plain);
    this.actor = new DenseNetwork(this.pad, [width, hidden, hidden, 1], draw);
    this.critic = new DenseNetwork(this.pad, [width + 1, hidden, hidden, 1], draw);
    this.one = { input: this.pad.take(width), trace: this.actor.trace(1) };
    this.traces = { actor: this.actor.trace(batch), critic: this.critic.trace(batch) };
    const pairs = (): number => this.pad.take(batch * (width + 1));
    const states = (): number => this.pad.take(batch * width);
    this.rows = { states: states(), next: states(), pairs: pairs(), actorPairs: pairs(), nextPairs: pairs() };
  }

  /** What the actor does in a state, without exploration. */
  action(state: readonly number[]): number {
    const { input, trace } = this.one;
    this.pad.view(input, this.width).set(state);
    return sigmoid(this.pad.view(this.actor.forward(input, 1, trace), 1)[0]!);
  }

  remember(transition: Transition): void {
    this.memory[this.written % this.capacity] = transition;
    this.written++;
  }

  /** One update of both networks on a batch drawn from memory. */
  update(): void {
    const batch = this.draw();
    this.fill(batch);
    const wanted = this.targets(batch);
    this.updateCritic(wanted);
    this.updateActor();
    for (const network of [this.actor, this.critic]) {
      const { trained, slow } = network.parameters();
      softUpdate(slow, trained, AGENT.tau);
    }
  }

  private draw(): readonly Transition[] {
    const { memory } = this;
    return Array.from({ length: AGENT.batch }, () => memory[Math.floor(this.pick() * memory.length)]!);
  }

  private fill(batch: readonly Transition[]): void {
    const { width, rows } = this;
    const [states, next] = [rows.states, rows.next].map((at) => this.pad.view(at, batch.length * width));
    const pairs = this.pad.view(rows.pairs, batch.length * (width + 1));
    batch.forEach((one, row) => {
      states!.set(one.state, row * width);
      next!.set(one.next, row * width);
      pairs.set(one.state, row * (width + 1));
      pairs[row * (width + 1) + width] = one.action;
    });
  }

  private targets(batch: readonly Transition[]): readonly number[] {
    const { baselineMomentum, gamma } = AGENT;
    const rewards = batch.map(({ reward }) => reward);
    const mean = rewards.reduce((sum, one) => sum + one, 0) / rewards.length;
    this.baseline = this.baseline === null ? mean : nextBaseline(this.baseline, rewards, baselineMomentum);
    this.join(this.actor.forward(this.rows.next, AGENT.batch, this.traces.actor, true), 'next', 'nextPairs');
    const values = this.pad.view(
      this.critic.forward(this.rows.nextPairs, AGENT.batch, this.traces.critic, true),
      AGENT.batch,
    );
    const { baseline } = this;
    return batch.map(({ reward, done }, row) => criticTarget(reward, baseline, values[row]!, done, gamma));
  }

  /** Writes states and the actions of the actor's outputs side by side. */
  private join(outputs: number, states: 'states' | 'next', pairs: 'actorPairs' | 'nextPairs'): void {
    const { width, rows } = this;
    const from = this.pad.view(rows[states], AGENT.batch * width);
    const to = this.pad.view(rows[pairs], AGENT.batch * (width + 1));
    const raw = this.pad.view(outputs, AGENT.batch);
    for (let row = 0; row < AGENT.batch; row++) {
      to.set(from.subarray(row * width, (row + 1) * width), row * (width + 1));
      to[row * (width + 1) + width] = sigmoid(raw[row]!);
    }
  }

  /** Mean squared error to the targets. */
  private updateCritic(wanted: readonly number[]): void {
    const { batch, criticRate } = AGENT;
    const { critic: trace } = this.traces;
    const values = this.pad.view(this.critic.forward(this.rows.pairs, batch, trace), batch);
    const gradient = this.pad.view(trace.gradients.at(-1)!, batch);
    for (let row = 0; row < batch; row++) gradient[row] = (2 * (values[row]! - wanted[row]!)) / batch;
    this.critic.backward(this.rows.pairs, batch, trace, true);
    this.critic.step(criticRate);
  }

  /** Up the slope of the critic's value. */
  private updateActor(): void {
    const { batch, actorRate } = AGENT;
    const { actor, critic } = this.traces;
    this.join(this.actor.forward(this.rows.states, batch, actor), 'states', 'actorPairs');
    this.critic.forward(this.rows.actorPairs, batch, critic);
    this.pad.view(critic.gradients.at(-1)!, batch).fill(-1 / batch);
    this.critic.backward(this.rows.actorPairs, batch, critic, false);
    const slopes = this.pad.view(critic.input, batch * (this.width + 1));
    const pairs = this.pad.view(this.rows.actorPairs, batch * (this.width + 1));
    const gradient = this.pad.view(actor.gradients.at(-1)!, batch);
    for (let row = 0; row < batch; row++) {
      const last = row * (this.width + 1) + this.width;
      const action = pairs[last]!;
      gradient[row] = slopes[last]! * action * (1 - action);
    }
    this.actor.backward(this.rows.states, batch, actor, true);
    this.actor.step(actorRate);
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
