import { count } from '../frame/format';

/** What a sweep will cost, from the time of one measurement: "35 points on 2,000 images, about 12 s". */
export function timeText(points: number, items: string, msPerPoint: number | null): string {
  if (points === 0) return 'Choose at least one.';
  const what = `${count(points)} ${points === 1 ? 'point' : 'points'} on ${items}`;
  if (msPerPoint === null) return `${what}; time unknown before the first measurement`;
  return `${what}, about ${seconds((points * msPerPoint) / 1000)} at the present pace`;
}

/** Seconds in words, rounded up so that it is not a promise: "1 s", "2 min". */
export function seconds(value: number): string {
  return value < 100 ? `${Math.max(1, Math.ceil(value))} s` : `${Math.ceil(value / 60)} min`;
}
