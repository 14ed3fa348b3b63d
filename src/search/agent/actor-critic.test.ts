import { describe, expect, it } from 'vitest';
import { uniformStream } from '../../numerics/random';
import { ActorCritic } from './actor-critic';
import { DenseNetwork } from './dense-network';
import { Pad } from './pad';

describe.each([false, true])('a dense network, plain: %s', (plain) => {
  it('has the gradients that differences give', () => {
    const pad = new Pad(plain);
    const draw = uniformStream(1, 'agent-weights');
    const network = new DenseNetwork(pad, [3, 9, 7, 1], draw);
    const { trained } = network.parameters();
    trained.forEach((_, at) => (trained[at] = draw() - 0.5));
    const rows = 5;
    const input = pad.take(rows * 3);
    const x = pad.view(input, rows * 3);
    x.forEach((_, at) => (x[at] = draw() - 0.5));
    const trace = network.trace(rows);
    const sum = (): number => pad.view(network.forward(input, rows, trace), rows).reduce((all, one) => all + one, 0);
    sum();
    pad.view(trace.gradients.at(-1)!, rows).fill(1);
    network.backward(input, rows, trace, false);
    const found = pad.view(trace.input, rows * 3).slice();
    for (let at = 0; at < x.length; at++) {
      const old = x[at]!;
      x[at] = old + 0.01;
      const above = sum();
      x[at] = old - 0.01;
      const below = sum();
      x[at] = old;
      expect(found[at]).toBeCloseTo((above - below) / 0.02, 2);
    }
  });
});

it('computes the same in WebAssembly and in plain loops', () => {
  const action = (plain: boolean): number => {
    const agent = new ActorCritic(4, 100, 1, plain);
    const next = uniformStream(2, 'agent-exploration');
    for (let i = 0; i < 80; i++) {
      const state = Array.from({ length: 4 }, next);
      agent.remember({ state, action: next(), reward: next(), next: state, done: i % 3 === 0 });
    }
    agent.update();
    agent.update();
    return agent.action([0.1, 0.4, 0.2, 0.9]);
  };
  expect(action(false)).toBeCloseTo(action(true), 5);
});

it('learns which action a state rewards', () => {
  const agent = new ActorCritic(2, 1000, 1, false);
  const next = uniformStream(3, 'agent-exploration');
  for (let i = 0; i < 400; i++) {
    const state = [next(), 0.5];
    const action = next();
    agent.remember({ state, action, reward: -Math.abs(action - state[0]!), next: state, done: true });
  }
  for (let i = 0; i < 250; i++) agent.update();
  expect(agent.action([0.9, 0.5]) - agent.action([0.1, 0.5])).toBeGreaterThan(0.3);
});
