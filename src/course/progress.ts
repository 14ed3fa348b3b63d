import { isRecord } from '../experiment/key';
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
  /** The student's own experiment that met a challenge, as a link. */
  readonly link?: string;
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

function readRecord({ prediction, result, numbers, check, link }: Record<string, unknown>): StepRecord {
  return {
    ...(isPrediction(prediction) ? { prediction } : {}),
    ...(isText(result) ? { result } : {}),
    ...(isTexts(numbers) ? { numbers } : {}),
    ...(typeof check === 'number' ? { check } : {}),
    ...(isText(link) ? { link } : {}),
  };
}

function isPrediction(value: unknown): value is Prediction {
  const isNumber = (one: unknown): one is number => typeof one === 'number' && Number.isFinite(one);
  return isNumber(value) || (Array.isArray(value) && value.length <= 64 && value.every(isNumber));
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MOST_TEXT;
}
