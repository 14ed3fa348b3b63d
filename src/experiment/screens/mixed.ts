import type { ParamTable } from '../../params/param';

const option = (value: string, label: string, help: string) => ({ value, label, help });

const MACHINE_OPTIONS = [
  option('bitfusion', 'BitFusion', '2-bit bricks that fuse to 2, 4, 8 or 16 bits.'),
  option('bismo-edge', 'BISMO, edge', 'Bit-serial, a small array.'),
  option('bismo-cloud', 'BISMO, cloud', 'Bit-serial, a large array.'),
  option('roofline', 'Roofline', 'Arithmetic of one speed, limited memory.'),
] as const;

/** Settings of the Mixed-precision lab. The policy itself is that of recipe B. */
export const mixedScreen = {
  machine: {
    kind: 'choice',
    default: 'bitfusion',
    label: 'Hardware',
    help: 'The model that latencies come from.',
    options: MACHINE_OPTIONS,
  },
  other: {
    kind: 'choice',
    default: 'bismo-edge',
    label: 'Other hardware',
    help: 'The second model, on which policies are away from home.',
    options: MACHINE_OPTIONS,
  },
  measure: {
    kind: 'choice',
    default: 'size',
    label: 'Budget on',
    help: 'What a policy may not exceed.',
    options: [
      option('size', 'Weight size', 'Bytes of the weights.'),
      option('bitops', 'BitOps', 'MACs × weight bits × activation bits.'),
      option('latency', 'Latency', 'Modelled time for one image.'),
      option('energy', 'Energy', 'Modelled energy for one image.'),
    ],
  },
  budget: {
    kind: 'number',
    min: 1,
    max: 8,
    step: 0.25,
    default: 4.25,
    unit: 'bits',
    label: 'Budget',
    help: 'What the network costs with so many bits everywhere.',
  },
  method: {
    kind: 'choice',
    default: 'haq',
    label: 'Search',
    help: 'How policies are chosen.',
    options: [
      option('haq', 'HAQ agent', 'An actor-critic agent.'),
      option('evolutionary', 'Evolution', 'Crossing and mutation of good policies.'),
      option('greedy', 'Greedy', 'The cheapest bit first.'),
      option('random', 'Random', 'Policies drawn evenly.'),
      option('ilp', 'ILP', 'An integer program, one evaluation.'),
    ],
  },
  activations: {
    kind: 'boolean',
    default: false,
    label: 'Activations too',
    help: 'Searches the bits of what goes into each layer as well.',
  },
  least: { kind: 'integer', min: 1, max: 8, default: 2, label: 'Fewest bits', help: 'A layer never gets fewer.' },
  most: { kind: 'integer', min: 1, max: 8, default: 8, label: 'Most bits', help: 'A layer never gets more.' },
  evaluations: {
    kind: 'integer',
    min: 10,
    max: 2000,
    default: 300,
    label: 'Evaluations',
    help: 'Policies that a search may score; episodes of the agent.',
  },
  images: {
    kind: 'integer',
    min: 50,
    max: 1000,
    default: 500,
    label: 'Search images',
    help: 'Training images that policies are compared on.',
  },
  seed: { kind: 'integer', min: 0, max: 9999, default: 1, label: 'Seed', help: 'Same seed, same search.' },
  axis: {
    kind: 'choice',
    default: 'size',
    label: 'Against',
    help: 'Cost on the axis of the cloud.',
    options: [
      option('size', 'size', ''),
      option('bitops', 'BitOps', ''),
      option('latency', 'latency', ''),
      option('energy', 'energy', ''),
    ],
  },
  damage: {
    kind: 'choice',
    default: 'one',
    label: 'Sensitivity',
    help: 'Which layers are quantized to see what they cost.',
    options: [
      option('one', 'One at a time', 'Each layer alone, the rest float.'),
      option('cumulative', 'Up to here', 'Every layer up to this one.'),
    ],
  },
  damageIn: {
    kind: 'choice',
    default: 'points',
    label: 'Sensitivity in',
    help: 'What is lost.',
    options: [
      option('points', 'points', 'Accuracy.'),
      option('sqnr', 'dB', 'Signal to noise at the output.'),
      option('trace', 'Hessian', 'Average Hessian trace of the loss, by random vectors.'),
      option('omega', 'Ω', 'That trace times the squared error of the weights, as HAWQ has it.'),
    ],
  },
  damageBits: { kind: 'integer', min: 1, max: 8, default: 4, label: 'At', help: 'Bits of the quantized layers.' },
  constants: {
    kind: 'numbers',
    maxLength: 40,
    default: [],
    label: 'Constants',
    help: 'Changed constants: their place in the list, and their value.',
  },
} as const satisfies ParamTable;
