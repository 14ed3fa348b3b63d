import type { Rung, RungFamily } from '../../../src/experiment/rungs';
import type { CodeReport, LadderReport, RungError, RungReport, SubjectReport } from '../../../src/jobs/ladder-reports';
import type { JobInput, JobResult } from '../../../src/jobs/catalogue';
import type { Outcome } from '../../engine/outcome';
import { runQuant } from '../../engine/requests';
import { Results } from '../../engine/results';
import { onTapValues } from '../../engine/tap-loading';
import type { Problem } from '../../store/state';
import { type Request, type Wanted, jobRung, jobSubject, keyOfWanted, wantedOf } from './wanted';

/** A result that is late by no more than this is not dimmed, or it would flicker while a slider is dragged. */
const GRACE_MS = 120;
/** Settings that rest this long are measured at other widths too: longer than between two key presses of a reader. */
const REST_MS = 250;
/** Values of the largest tensor whose rungs are measured at all widths. */
const MOST_WIDENED = 600_000;

export interface RungState {
  readonly rung: Rung;
  /** The report of these settings, or the last one of the same rung; null before the first. */
  readonly report: RungReport | null;
  /** Why the recipe cannot be carried out. */
  readonly problem: string | null;
  readonly isCurrent: boolean;
}

/** Errors of one way to share scales at the widths that are known, by width. */
export interface FamilyState {
  readonly family: RungFamily;
  readonly errors: ReadonlyMap<number, RungError>;
}

/** What the screen shows. */
export interface LadderView {
  /** What the results belong to, or what is waited for; null before the first request. */
  readonly request: Request | null;
  readonly subject: SubjectReport | null;
  readonly rungs: readonly RungState[];
  readonly families: readonly FamilyState[];
  /** Bits of the selected weight under the selected rung. */
  readonly code: CodeReport | null;
  /** Results are older than the settings, and have been for a while. */
  readonly isLate: boolean;
  readonly failure: Problem | null;
}

type Answer = { readonly report: RungReport } | { readonly problem: string };

const NOTHING: LadderView = {
  request: null,
  subject: null,
  rungs: [],
  families: [],
  code: null,
  isLate: false,
  failure: null,
};

/**
 * Keeps the ladder up to date: one job at a time, always with the latest settings, and of the rungs only those that the
 * settings change. Settings on their way to a result change nothing on screen: the last ones that are complete stay, until
 * the next are, or are late. Lives as long as the tab, so that the screen is complete at once when it is entered again.
 */
class Climber {
  private readonly answers = new Results<Answer>(300);
  private readonly subjects = new Results<SubjectReport>(60);
  private readonly codes = new Results<CodeReport>(60);
  private readonly errors = new Results<RungError>(600);
  private readonly last = new Map<string, RungReport>();
  private readonly listeners = new Set<() => void>();
  private wanted: Wanted | null = null;
  private isRunning = false;
  private isWidening = false;
  private resting: ReturnType<typeof setTimeout> | null = null;
  private late: ReturnType<typeof setTimeout> | null = null;
  private failed: { readonly key: string; readonly problem: Problem } | null = null;
  /** The tensor that the view is of. */
  private place = '';
  view: LadderView = NOTHING;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Says what the settings ask for; null while that is not known. */
  want(request: Request | null): void {
    this.wanted = request === null ? null : wantedOf(request);
    this.show();
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    while (this.wanted !== null && this.failed?.key !== keyOfWanted(this.wanted)) {
      const { wanted } = this;
      if (!(await this.step(wanted))) break;
      this.show(wanted);
    }
    this.isRunning = false;
    this.show();
    this.rest();
  }

  private rest(): void {
    if (this.resting !== null) clearTimeout(this.resting);
    this.resting = setTimeout(() => void this.widenAll(), REST_MS);
  }

  /** Measures what no card waits for. Settings that change meanwhile are asked for at once, and end it. */
  private async widenAll(): Promise<void> {
    const { wanted } = this;
    if (this.isRunning || this.isWidening || wanted === null || this.failed?.key === keyOfWanted(wanted)) return;
    this.isWidening = true;
    while ((await this.widen(wanted)) && this.wanted === wanted) this.show();
    this.isWidening = false;
    if (this.wanted === wanted) this.show();
    else this.rest();
  }

  /** Does the most urgent piece; false when nothing is missing. */
  private async step(wanted: Wanted): Promise<boolean> {
    const { climb, subjectKey, keys } = wanted;
    const missing = climb.rungs.filter((_, i) => this.answers.get(keys[i] ?? '') === undefined);
    if (missing.length > 0 || this.subjects.get(subjectKey) === undefined) {
      const outcome = await run('ladder', { ...jobSubject(climb), rungs: missing.map(jobRung) });
      if (outcome.ok) this.learn(wanted, outcome.value);
      else this.fail(wanted, outcome.problem);
      return outcome.ok;
    }
    if (wanted.selected === null || this.codes.get(wanted.codeKey) !== undefined) return false;
    const outcome = await run('inspect-code', { ...jobSubject(climb), ...jobRung(wanted.selected) });
    if (outcome.ok) this.codes.set(wanted.codeKey, outcome.value);
    else this.fail(wanted, outcome.problem);
    return outcome.ok;
  }

  /**
   * Measures one family more; false when none is missing. Rung by rung, so that a slider waits for one at most, and of large
   * tensors not at all.
   */
  private async widen(wanted: Wanted): Promise<boolean> {
    const { climb, errorKey, subjectKey } = wanted;
    if ((this.subjects.get(subjectKey)?.n ?? Infinity) > MOST_WIDENED) return false;
    const missing = climb.families
      .map(({ rungs }) => rungs.filter((rung) => this.errors.get(errorKey(rung)) === undefined))
      .find((rungs) => rungs.length > 0);
    for (const rung of missing ?? []) {
      if (this.wanted !== wanted) return true;
      const outcome = await run('ladder-errors', { ...jobSubject(climb), rungs: [jobRung(rung)] });
      if (!outcome.ok) {
        if (this.wanted === wanted) this.fail(wanted, outcome.problem);
        return false;
      }
      for (const one of outcome.value) this.errors.set(errorKey(rung), one);
    }
    return missing !== undefined;
  }

  /** The same objects while nothing new is known. */
  private familiesOf({ climb, errorKey }: Wanted): readonly FamilyState[] {
    const before = this.view.families;
    const families = climb.families.map((family, i) => {
      const known = family.rungs.flatMap((rung) => {
        const error = this.errors.get(errorKey(rung));
        return error === undefined ? [] : [[rung.bits, error] as const];
      });
      const shown = before[i];
      const isSame = shown?.family === family && shown.errors.size === known.length;
      return isSame && known.every(([bits, error]) => shown.errors.get(bits) === error)
        ? shown
        : { family, errors: new Map(known) };
    });
    return families.length === before.length && families.every((one, i) => one === before[i]) ? before : families;
  }

  private learn({ climb, subjectKey, keys }: Wanted, { subject, rungs }: LadderReport): void {
    // The same object for the same tensor, so that what is drawn of it stands.
    if (this.subjects.get(subjectKey) === undefined) this.subjects.set(subjectKey, subject);
    for (const one of rungs) {
      const key = keys[climb.rungs.findIndex(({ id }) => id === one.id)];
      if (key !== undefined) this.answers.set(key, 'problem' in one ? { problem: one.problem } : { report: one });
    }
  }

  private fail(wanted: Wanted, problem: Problem): void {
    this.failed = { key: keyOfWanted(wanted), problem };
  }

  /** @param done settings whose results have just come: they are shown when those of the latest are still under way. */
  private show(done: Wanted | null = null): void {
    const { wanted } = this;
    if (wanted === null) return;
    const isComplete = this.isComplete(wanted);
    this.watch(isComplete);
    const isElsewhere = this.place !== wanted.place || this.view.request === null;
    if (isComplete || isElsewhere || this.view.isLate || this.failed?.key === keyOfWanted(wanted)) this.publish(wanted);
    else if (done !== null && done.place === wanted.place && this.isComplete(done)) this.publish(done);
  }

  private isComplete({ keys, subjectKey }: Wanted): boolean {
    return this.subjects.get(subjectKey) !== undefined && keys.every((key) => this.answers.get(key) !== undefined);
  }

  private publish(wanted: Wanted, late = false): void {
    const found = wanted.climb.rungs.map((rung, i) => this.stateOf(rung, wanted.keys[i] ?? '', wanted.place));
    const rungs = areSame(found, this.view.rungs) ? this.view.rungs : found;
    // Of another tensor nothing may stand in.
    const before = this.place === wanted.place ? this.view : NOTHING;
    const subject = this.subjects.get(wanted.subjectKey) ?? before.subject;
    const code = this.codes.get(wanted.codeKey) ?? before.code;
    this.place = wanted.place;
    const failure = this.failed?.key === keyOfWanted(wanted) ? this.failed.problem : null;
    const families = this.familiesOf(wanted);
    const isLate = (late || this.view.isLate) && !rungs.every(({ isCurrent }) => isCurrent);
    const view: LadderView = { request: wanted, subject, rungs, families, code, failure, isLate };
    if ((Object.keys(view) as (keyof LadderView)[]).every((key) => view[key] === this.view[key])) return;
    this.view = view;
    for (const listener of this.listeners) listener();
  }

  private stateOf(rung: Rung, key: string, place: string): RungState {
    const name = `${place} ${rung.id}`;
    const answer = this.answers.get(key);
    if (answer === undefined) return { rung, report: this.last.get(name) ?? null, problem: null, isCurrent: false };
    if ('problem' in answer) return { rung, report: null, problem: answer.problem, isCurrent: true };
    this.last.set(name, answer.report);
    return { rung, report: answer.report, problem: null, isCurrent: true };
  }

  private watch(isComplete: boolean): void {
    if (isComplete && this.late !== null) clearTimeout(this.late);
    if (isComplete) this.late = null;
    else
      this.late ??= setTimeout(() => {
        if (this.wanted !== null) this.publish(this.wanted, true);
      }, GRACE_MS);
  }
}

function areSame(some: readonly RungState[], others: readonly RungState[]): boolean {
  const isSame = ({ rung, report, problem, isCurrent }: RungState, other: RungState | undefined) =>
    rung === other?.rung && report === other.report && problem === other.problem && isCurrent === other.isCurrent;
  return some.length === others.length && some.every((one, i) => isSame(one, others[i]));
}

/** Runs a job; activations are brought to the worker when it does not have them. */
function run<N extends 'ladder' | 'ladder-errors' | 'inspect-code'>(
  name: N,
  input: JobInput<N>,
): Promise<Outcome<JobResult<N>>> {
  const job = () => runQuant(name, input);
  const { tensor } = input;
  return tensor.kind === 'tap' ? onTapValues(tensor.layer, tensor.id, job) : job();
}

export const climber = new Climber();
