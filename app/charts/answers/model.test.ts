import { describe, expect, it } from 'vitest';
import { type AnswerPoint, answersModel, answersSentence, nearestAnswer } from './model';

const point = (name: string, bits: number, value: number, isMet = false): AnswerPoint => ({ name, bits, value, isMet });
const POINTS = [point('Ada', 4.67, 86.9, true), point('Ben', 4, 47.5), point('Cy', 4.21, 86.7, true)];
const SIZE = { width: 600, height: 300 };

describe('answers by stored bits and result', () => {
  const model = answersModel(POINTS, { bits: 4.6, value: 86 }, SIZE);

  it('stand where their numbers say, inside the plot with what was asked for', () => {
    const [ada, ben, cy] = model.marks;
    expect(ben!.x).toBeLessThan(cy!.x);
    expect(cy!.x).toBeLessThan(ada!.x);
    expect(ada!.y).toBeLessThan(ben!.y);
    for (const { x, y } of model.marks) {
      expect(x).toBeGreaterThan(model.left);
      expect(x).toBeLessThan(model.right);
      expect(y).toBeGreaterThan(model.top);
      expect(y).toBeLessThan(model.bottom);
    }
    expect(model.bars.x).toBeLessThan(ada!.x);
    expect(model.bars.x).toBeGreaterThan(cy!.x);
    expect(model.bars.y).toBeGreaterThan(ada!.y);
    expect(model.order).toEqual([1, 2, 0]);
  });

  it('are found by the pointer', () => {
    model.marks.forEach(({ x, y }, at) => expect(nearestAnswer(model, x + 2, y - 2)).toBe(at));
  });

  it('have names that do not cover each other', () => {
    const crowd = Array.from({ length: 20 }, (_, at) => point(`Student number ${String(at)}`, 4 + at / 1000, 80));
    const labels = answersModel(crowd, { bits: null, value: null }, SIZE).marks.flatMap(({ label }) => label ?? []);
    expect(labels.length).toBeLessThan(3);
  });

  it('are one even when there is only one, or none', () => {
    const [only] = answersModel([POINTS[0]!], { bits: null, value: null }, SIZE).marks;
    expect(only!.x).toBeGreaterThan(100);
    expect(answersModel([], { bits: null, value: null }, SIZE).marks).toEqual([]);
  });

  it('are summed up', () => {
    expect(answersSentence(POINTS, { unit: '%', judged: true })).toBe(
      '3 answers by result and stored bits per weight. 2 meet all goals. The highest: 86.9 % at 4.67 bits, by Ada.',
    );
  });
});
