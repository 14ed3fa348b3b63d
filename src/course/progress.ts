import { isRecord } from '../experiment/key';
import type { Others } from './others';
import type { Prediction } from './step';

/** What is kept of a step. */
export interface StepRecord {
  readonly prediction?: Prediction;
  /** The sentence with the measured result that completed it. */
  readonly result?: string;
  /** The numbers of its texts at that time, written out. */
  readonly numbers?: Readonly<Record<string, string>>;
  /** Chosen answer of the question between steps. */
  readonly check?: number;
  /** The answer that met a challenge, as a link. */
  readonly link?: string;
  /** What that answer scored, and the day on which it did, as 2026-01-31. */
  readonly best?: Others;
  readonly date?: string;
}

/** What is kept of the course, by step. */
export type Progress = Readonly<Record<string, StepRecord>>;

const VERSION = 1;
const MOST_STEPS = 200;
const MOST_TEXT = 4000;

/** Progress with members of one step changed. */
export function withRecord(progress: Progress, step: string, change: StepRecord): Progress {
  return { ...progress, [step]: { ...progress[step], ...change } };
}

export function writeProgress(progress: Progress): string {
  return JSON.stringify({ version: VERSION, steps: progress });
}

/** Reads what `writeProgress` wrote. Never throws: what cannot be read counts as not begun. */
export function readProgress(text: string | null): Progress {
  const read = parse(text);
  if (!isRecord(read) || read['version'] !== VERSION || !isRecord(read['steps'])) return {};
  const entries = Object.entries(read['steps']).slice(0, MOST_STEPS);
  return Object.fromEntries(entries.flatMap(([step, value]) => (isRecord(value) ? [[step, readRecord(value)]] : [])));
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function readRecord(record: Record<string, unknown>): StepRecord {
  const { prediction, result, numbers, check, link, best, date } = record;
  return {
    ...(isPrediction(prediction) ? { prediction } : {}),
    ...(isText(result) ? { result } : {}),
    ...(isTexts(numbers) ? { numbers } : {}),
    ...(typeof check === 'number' ? { check } : {}),
    ...(isText(link) ? { link } : {}),
    ...(isOthers(best) ? { best } : {}),
    ...(typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date) ? { date } : {}),
  };
}

function isPrediction(value: unknown): value is Prediction {
  const isNumber = (one: unknown): one is number => typeof one === 'number' && Number.isFinite(one);
  return isNumber(value) || (Array.isArray(value) && value.length <= 64 && value.every(isNumber));
}

function isOthers(value: unknown): value is Others {
  return isRecord(value) && Number.isFinite(value['accuracy']) && Number.isFinite(value['bits']);
}

/** Whether an answer to a challenge scores higher than the one that is kept; with the same accuracy fewer bits count. */
export function isBetter(now: Others, kept: Others | undefined): boolean {
  if (kept === undefined || now.accuracy !== kept.accuracy) return kept === undefined || now.accuracy > kept.accuracy;
  return now.bits < kept.bits;
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MOST_TEXT;
}
