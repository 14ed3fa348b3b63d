import { same } from '../../experiment/key';
import { meetsBars } from '../bars';
import { percentGuess } from '../guess';
import { factsOf } from '../facts';
import { because } from '../why';
import { formatChallenge } from './granularity-challenge';
import { FORMAT_STEPS } from './granularity-formats';
import { bitsWith, valueWith, widthsSeen } from '../seen';
import { type Measured, bitsOf, gain, layerOf, valueOf } from '../measured';
import { compare, lin } from '../presets';
import type { Chapter, Step } from '../step';
import { decimals, known, percent, size } from '../words';

const MODEL = 'dscnn';
const LAYER = 'dw5';

/** Bit widths that must have been measured. */
const WIDTHS = 3;

/** Accuracy at 4 bits under either way to share. */
function atFour(measured: Measured): { tensor: number; channel: number } | null {
  const [tensor, channel] = [valueWith(measured, MODEL, lin(4)), valueWith(measured, MODEL, lin(4, 'channel'))];
  return tensor === null || channel === null ? null : { tensor, channel };
}

/** Whether A and B are as the step sets them: what is said of 4 bits is not said of others. */
function isAtFour({ experiment: { a, b } }: Measured): boolean {
  return same(a.recipe, lin(4)) && same(b.recipe, lin(4, 'channel'));
}

/** Largest |w| of a channel that still becomes all 0: half a step of the whole layer. */
function halfStep({ reports }: Measured): number | null {
  return reports.a?.layer === LAYER && reports.a.example !== null ? reports.a.example.scale / 2 : null;
}

/** Layers whose channels were looked at, with how far the loudest lies above the median. */
function ratios(measured: Measured): readonly { layer: string; ratio: number; loudest: number; median: number }[] {
  return factsOf(measured, 'channels').map((fact) => ({ ...fact, ratio: fact.loudest / fact.median }));
}

/** The selected layer among them. */
function shown(measured: Measured) {
  return ratios(measured).find(({ layer }) => layer === measured.layer);
}

/** Layers that must be looked at before one of them can be called the worst. */
const LOOKED_AT = 4;

const loud: Step = {
  id: '2.1',
  title: 'Who is loud?',
  area: 'lab',
  layer: 'pw3',
  preset: () => compare(MODEL, lin(4), lin(4, 'channel')),
  predict: {
    kind: 'number',
    question: 'Within one layer, how many times the range of the median channel can the loudest one have?',
    min: 1,
    max: 30,
    step: 1,
    start: 3,
    unit: 'times',
  },
  marks: [
    { kind: 'panel', name: 'Network' },
    { kind: 'panel', name: 'Channel ranges' },
  ],
  done: (measured, did) => {
    const [all, now] = [ratios(measured), shown(measured)];
    return (
      did.has('layer') && all.length >= LOOKED_AT && now !== undefined && isLoudest(all, now) && now.layer === LAYER
    );
  },
  answer: (measured) => {
    const worst = ratios(measured).find(({ layer }) => layer === LAYER);
    return worst === undefined ? null : worst.ratio;
  },
  numbers: (measured) => {
    const now = shown(measured);
    return known({
      layer: now?.layer,
      max: size(now?.loudest),
      median: size(now?.median),
      ratio: decimals(now?.ratio, 1),
      looked: String(ratios(measured).length),
    });
  },
  result: (measured) => {
    const now = shown(measured);
    if (now === undefined) return null;
    return `In ${now.layer} the loudest channel reaches ${size(now.loudest)}, ${decimals(now.ratio, 1)} times the median one.`;
  },
  why: (measured) => {
    const [now, under] = [shown(measured), measured.layer === null ? null : layerOf(measured, 'a', measured.layer)];
    if (now === undefined || under === null) return null;
    return because(
      now.ratio >= 4,
      `The loudest channel of ${now.layer} sets the step for all. ${percent(under.metrics.zeroShare)} % of its weights become 0 in A, and ${under.metrics.zeroedChannels} whole channels.`,
      `in ${now.layer} the loudest channel is only ${decimals(now.ratio, 1)} times the median one. Look at the depthwise layers, dw1 to dw5.`,
    );
  },
  vary: [
    { label: 'The network rescaled by hand (artificial)', change: (now) => ({ ...now, model: 'dscnn-rescaled' }) },
  ],
};

function isLoudest(all: readonly { ratio: number }[], now: { ratio: number }): boolean {
  return all.every(({ ratio }) => ratio <= now.ratio);
}

const oneOrMany: Step = {
  id: '2.2',
  title: 'One scale or many?',
  area: 'lab',
  layer: LAYER,
  preset: () => compare(MODEL, lin(4), lin(4, 'channel')),
  predict: percentGuess('At 4 bits with one scale per layer, how many of 100 test images are still right?', 80),
  marks: [
    { kind: 'control', name: 'Bits of B' },
    { kind: 'panel', name: 'Channel ranges' },
    { kind: 'panel', name: 'Accuracy' },
  ],
  done: (measured, did) => {
    const four = atFour(measured);
    const acted = did.has('sweep') || did.has('a.quantizer.bits') || did.has('b.quantizer.bits');
    return (
      acted &&
      widthsSeen(measured).size >= WIDTHS &&
      four !== null &&
      meetsBars('2.2', { gain: 100 * (four.channel - four.tensor) })
    );
  },
  answer: (measured) => {
    const tensor = valueWith(measured, MODEL, lin(4));
    return tensor === null ? null : tensor * 100;
  },
  numbers: (measured) => {
    if (!isAtFour(measured)) return {};
    const report = measured.reports.a;
    const channels = report?.layer === LAYER ? [...report.channels.absMax].sort((x, y) => x - y) : [];
    return known({
      max: size(channels.at(-1)),
      median: size(channels[channels.length >> 1]),
      step: size(report?.example?.scale),
      half: size(halfStep(measured)),
      zeros: percent(layerOf(measured, 'a', LAYER)?.metrics.zeroShare),
      dead: decimals(layerOf(measured, 'a', LAYER)?.metrics.zeroedChannels, 0),
      a: percent(valueOf(measured, 'a')),
      b: percent(valueOf(measured, 'b')),
      bitsA: decimals(bitsOf(measured, 'a'), 2),
      bitsB: decimals(bitsOf(measured, 'b'), 2),
    });
  },
  result: (measured) => {
    const four = atFour(measured);
    const [one, many] = [bitsWith(measured, MODEL, lin(4)), bitsWith(measured, MODEL, lin(4, 'channel'))];
    if (four === null || one === null || many === null) return null;
    return `At 4 bits a scale per channel keeps ${percent(four.channel)} % right, one per layer ${percent(four.tensor)} %. The price is ${decimals(many - one, 2)} bits per weight for the extra scales.`;
  },
  why: (measured) => {
    if (!isAtFour(measured)) return null;
    const difference = gain(measured);
    const [a, b] = [layerOf(measured, 'a', LAYER), layerOf(measured, 'b', LAYER)];
    if (difference === null || a === null || b === null) return null;
    const lost = b.metrics.sqnrDb - a.metrics.sqnrDb;
    return because(
      meetsBars('2.2', { gain: 100 * difference }),
      `With one scale ${LAYER} loses ${decimals(lost, 1)} dB of SQNR to a few loud channels: ${decimals(a.metrics.zeroedChannels, 0)} of its channels become all 0, in B ${decimals(b.metrics.zeroedChannels, 0)}.`,
      `at these widths A and B are ${percent(Math.abs(difference))} points apart, although ${LAYER} has ${decimals(lost, 1)} dB more SQNR in B.`,
    );
  },
  vary: [
    { label: 'The same at 8 bits', change: (now) => ({ ...now, ...sides(8) }) },
    {
      label: 'A network rescaled by hand, at 8 bits (artificial)',
      change: (now) => ({ ...now, model: 'dscnn-rescaled', ...sides(8) }),
    },
  ],
  check: {
    question: 'What costs more storage in dw5: its 128 scales, or one more bit for each of its 1,152 weights?',
    options: ['The scales', 'The extra bit'],
    right: 0,
    because: '128 scales of 32 bits are 4,096 bits; one bit for each weight is 1,152.',
  },
};

function sides(bits: number) {
  const { a, b } = compare(MODEL, lin(bits), lin(bits, 'channel'));
  return { a, b };
}

export const granularity: Chapter = {
  id: '2',
  title: 'Granularity',
  goals: 'Say who shares a scale in each format, what that costs in stored bits, and when finer scales pay.',
  steps: [loud, oneOrMany, ...FORMAT_STEPS, formatChallenge],
};
