import { describe, expect, it } from 'vitest';
import { measuredOf, networkOf, scoreOf, seenOf } from '../course-fakes';
import { compare, lin, side } from '../presets';
import { stepOf } from '../registry';
import type { Measured } from '../measured';
import type { Step } from '../step';

function step(id: string): Step {
  const found = stepOf(id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
}

describe('welcome', () => {
  const { done, result, why, preset, answer } = step('welcome');
  const of = (b: number, granularity: 'tensor' | 'channel'): Measured => {
    const experiment = granularity === 'tensor' ? preset() : { ...preset(), b: side(lin(4, 'channel')) };
    const seen = [seenOf('dscnn', 'b', side(lin(4)), 0.255, 4.01), seenOf('dscnn', 'b', experiment.b, b, 4.67)];
    return measuredOf(experiment, {
      scores: { float: scoreOf(0.916), a: scoreOf(0.916), b: scoreOf(b) },
      networks: { a: networkOf(32), b: networkOf(4.67, { dw5: { zeroShare: 0.06 } }) },
      seen,
    });
  };

  it('is done by the press that brings the network back', () => {
    expect(done(of(0.873, 'channel'), new Set(['b', 'b.granularity']))).toBe(true);
    expect(result(of(0.873, 'channel'))).toContain('25.5 % right with one step per layer, 87.3 %');
    expect(why(of(0.873, 'channel'))).toMatchObject({ shown: true });
    expect(answer(of(0.873, 'channel'))).toBe(2);
  });

  it('is not done without the press, and not by a press that wins nothing', () => {
    expect(done(of(0.873, 'channel'), new Set())).toBe(false);
    expect(done(of(0.3, 'channel'), new Set(['b.granularity']))).toBe(false);
    expect(why(of(0.3, 'channel'))).toMatchObject({ shown: false });
    expect(done(measuredOf(preset()), new Set(['b.granularity']))).toBe(false);
  });
});

describe('2.2', () => {
  const { done, result, why, answer, preset } = step('2.2');
  const swept = [3, 4, 8].flatMap((bits) => [
    seenOf('dscnn', null, side(lin(bits)), bits === 4 ? 0.255 : 0.5, bits),
    seenOf('dscnn', null, side(lin(bits, 'channel')), 0.873, bits + 0.67),
  ]);
  const layers = (zeroedChannels: number, sqnrDb: number) => ({ dw5: { zeroedChannels, sqnrDb } });
  const measured = measuredOf(preset(), {
    scores: { float: scoreOf(0.916), a: scoreOf(0.255), b: scoreOf(0.873) },
    networks: { a: networkOf(4, layers(66, 6.9)), b: networkOf(4.67, layers(0, 24.1)) },
    seen: swept,
  });

  it('is done once three widths were measured and 4 bits show the gap', () => {
    expect(done(measured, new Set(['sweep']))).toBe(true);
    expect(done(measured, new Set(['b.quantizer.bits']))).toBe(true);
    expect(result(measured)).toContain('87.3 % right, one per layer 25.5 %. The price is 0.67 bits');
    expect(answer(measured)).toBeCloseTo(25.5, 6);
  });

  it('is not done by looking, by two widths, or without the gap', () => {
    expect(done(measured, new Set())).toBe(false);
    expect(done({ ...measured, seen: swept.slice(0, 4) }, new Set(['sweep']))).toBe(false);
    const flat = swept.map((one) => ({ ...one, score: scoreOf(0.9) }));
    expect(done({ ...measured, seen: flat }, new Set(['sweep']))).toBe(false);
  });

  it('says why, or that it did not show; at other widths it says nothing', () => {
    expect(why(measured)).toMatchObject({ shown: true, text: expect.stringContaining('17.2 dB') as string });
    const even = { ...measured, scores: { ...measured.scores, a: scoreOf(0.87) } };
    expect(why(even)).toMatchObject({ shown: false });
    expect(why({ ...measured, experiment: compare('dscnn', lin(8), lin(8, 'channel')) })).toBeNull();
  });
});
