import { type LatencyFact, lastFact } from '../facts';
import type { Measured } from '../measured';
import type { Step } from '../step';
import { decimals, known } from '../words';
import { onMixed } from './mixed-preset';

/** Changes of a layer's modelled latency that count as none, and as one. */
const NONE = 0.02;
const MUCH = 0.2;

type Layer = LatencyFact['layers'][number];

const change = ({ seconds }: Layer): number => 1 - seconds.b / seconds.a;

/** Layers whose weight bits were lowered: one that gains no time, and one that gains much. */
function found(measured: Measured): { idle: Layer; quick: Layer } | null {
  const lowered = lastFact(measured, 'latency')?.layers.filter(({ bits }) => bits.b < bits.a) ?? [];
  const idle = lowered.find((layer) => Math.abs(change(layer)) < NONE);
  const quick = lowered.find((layer) => change(layer) > MUCH);
  return idle === undefined || quick === undefined ? null : { idle, quick };
}

const gained = (layer: Layer): string | undefined => decimals(100 * change(layer), 0);

export const hardware: Step = {
  id: '7.4',
  title: 'What the hardware sees',
  area: 'mixed',
  layer: 'dw1',
  preset: () => onMixed({ machine: 'bitfusion' }, 8),
  predict: {
    kind: 'choice',
    question: 'Weights of a layer go from 8 to 4 bits, inputs stay at 8. Where does that save no time?',
    options: ['In a depthwise layer', 'In a pointwise layer', 'In neither'],
  },
  marks: [
    { kind: 'panel', name: 'Bits per layer' },
    { kind: 'panel', name: 'Roofline' },
    { kind: 'panel', name: 'Cost model' },
  ],
  done: (measured, did) => did.has('b.layers') && found(measured) !== null,
  answer: (measured) => {
    const both = found(measured);
    if (both === null) return null;
    return both.idle.name.startsWith('dw') ? 0 : both.idle.name.startsWith('pw') ? 1 : null;
  },
  numbers: (measured) => {
    const both = found(measured);
    return known({
      idle: both?.idle.name,
      idleGain: both === null ? undefined : gained(both.idle),
      quick: both?.quick.name,
      quickGain: both === null ? undefined : gained(both.quick),
    });
  },
  result: (measured) => {
    const both = found(measured);
    if (both === null) return null;
    const { idle, quick } = both;
    return `Modelled: ${idle.name} at ${idle.bits.b} instead of ${idle.bits.a} bits saves ${gained(idle)} % of its time, ${quick.name} ${gained(quick)} %.`;
  },
  why: (measured) => {
    const both = found(measured);
    if (both === null) return null;
    const { idle, quick } = both;
    const name = (layer: Layer): string => (layer.bound === 'memory' ? 'memory' : 'arithmetic');
    return {
      shown: true,
      text: `${idle.name} is bound by ${name(idle)}, and its weights are a small part of that; ${quick.name} is bound by ${name(quick)}, where narrower weights count. All of this is modelled, not measured.`,
    };
  },
  vary: [
    {
      label: 'The same on BISMO, bit by bit',
      change: () => onMixed({ machine: 'bismo-edge' }, 8),
    },
  ],
};
