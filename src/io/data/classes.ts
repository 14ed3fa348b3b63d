import { ReadError, quoted } from '../read/errors';
import type { GivenLabels } from './types';

/** Most classes that labels tell apart. */
const MOST_CLASSES = 2 ** 16;

/** Collects labels: numbers as they are, or names, which become numbers in their order. */
export class Classes {
  private readonly given: string[] = [];
  private readonly places: string[] = [];

  /** @param most how many classes the network tells apart. */
  constructor(private readonly most = MOST_CLASSES) {}

  /** @param place where the label stands, as a message names it. */
  add(label: string, place: string): void {
    this.given.push(label);
    this.places.push(place);
  }

  /** @param place id of where they stand. Throws ReadError `bad-label`, with the example. */
  finish(place: string): GivenLabels {
    const distinct = [...new Set(this.given)];
    const areNumbers = distinct.every((label) => label !== '' && Number.isFinite(Number(label)));
    return { place, ...(areNumbers ? this.numbered() : this.named(distinct)) };
  }

  private numbered() {
    const numbers = this.given.map(Number);
    const wrong = numbers.findIndex(
      (label) => !Number.isInteger(label) || label < 0 || label >= Math.min(this.most, MOST_CLASSES),
    );
    if (wrong >= 0) throw this.refused(wrong, `not a whole number from 0 to ${Math.min(this.most, MOST_CLASSES) - 1}`);
    const count = numbers.reduce((most, label) => Math.max(most, label + 1), 0);
    return { of: Uint16Array.from(numbers), classes: Array.from({ length: count }, (_, at) => String(at)) };
  }

  private named(distinct: readonly string[]) {
    const empty = this.given.indexOf('');
    if (empty >= 0) throw this.refused(empty, 'empty');
    if (distinct.length > Math.min(this.most, MOST_CLASSES))
      throw new ReadError(
        'bad-label',
        `There are ${distinct.length} classes, more than the ${Math.min(this.most, MOST_CLASSES)} that the network tells apart.`,
      );
    const classes = distinct.toSorted((a, b) => (a < b ? -1 : 1));
    const numbers = new Map(classes.map((label, at) => [label, at]));
    return { of: Uint16Array.from(this.given, (label) => numbers.get(label) ?? 0), classes };
  }

  private refused(at: number, what: string): ReadError {
    return new ReadError(
      'bad-label',
      `The label ${quoted(this.given[at] ?? '')} in ${this.places[at] ?? ''} is ${what}.`,
    );
  }
}
