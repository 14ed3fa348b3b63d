import { decodeLink } from '../../src/experiment/codec';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { DecodedLink } from '../../src/experiment/link';
import type { AreaId } from '../../src/experiment/screens/registry';
import { TASKS_NEEDED } from '../../src/experiment/task-slot';
import { adopt } from '../store/adopt';
import { guideOf } from '../store/guided';
import { redo, undo } from '../store/history';
import type { AppState } from '../store/state';
import { store } from '../store/store';
import { EMBED } from '../store/embed';
import { setArea } from '../store/view-actions';
import { type Entry, hashOf, present } from './fragment';

/** The browser's history as far as links need it. */
export interface Browser {
  readonly hash: string;
  /** What this app stored with the present entry; anything else for an entry that it did not make. */
  readonly entry: unknown;
  replace(entry: unknown, hash: string): void;
  push(entry: unknown, hash: string): void;
  /** Moves by that many entries; the browser answers later with a `popstate` event. */
  go(delta: number): void;
}

interface Stamp {
  readonly session: string;
  readonly position: number;
}

/** Browsers refuse more than about 100 changes of the address in 10 seconds, and each costs a few milliseconds. */
const REPLACE_MS = 400;
/** A new entry costs a few milliseconds as well: it waits until the change it stands for is painted. */
const AFTER_PAINT_MS = 40;

/**
 * Keeps the address and the settings the same: a committed change is a new entry, and so is another screen; a gesture
 * changes the present one. Back and Forward are undo and redo, and return to the screen of that time; undo and redo of the
 * app go to the entry that holds their settings. An entry that this page load did not make is opened like a link.
 */
export class AddressBar {
  private opened = 0;
  private session = '';
  /** The browser's entries since the last link was opened, by position. */
  private entries: Entry[] = [];
  private position = 0;
  /** Moves asked for whose event has not come yet. */
  private moving = 0;
  private isApplying = false;
  /** The link that the page began with is still to be opened. */
  private isWaiting = false;
  /** Step of the course, or assignment, that the entries belong to. */
  private guide: unknown = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** The address shows a step of a gesture in place of the settings of its entry. */
  private isOverwritten = false;

  /** `start`: text that differs between page loads, so that entries of an earlier one are known as such. */
  constructor(
    private readonly browser: Browser,
    private readonly start: string,
  ) {}

  /** Reads the address. The settings become those of the link; without a link, those already in the store. */
  open(): void {
    const { hash } = this.browser;
    const isStart = this.opened === 0 || this.isWaiting;
    this.isWaiting = false;
    const decoded = decodeLink(hash);
    if (decoded?.ok === true) adopt(decoded.link, isStart);
    else if (decoded !== null && decoded.problem.field === TASKS_NEEDED) this.openLater(hash, isStart);
    else if (decoded !== null) report(decoded.problem);
    this.begin();
    this.browser.replace(this.stamp(0), this.browser.hash);
  }

  /** Fetches what reads assignments; meanwhile the page stays as it is. */
  private openLater(hash: string, isStart: boolean): void {
    import('../classroom/TaskDock').then(
      () => {
        if (this.browser.hash !== hash) return;
        this.isWaiting = isStart;
        this.openElsewhere();
      },
      () => report({ field: TASKS_NEEDED, message: 'A part of the program could not be fetched.' }),
    );
  }

  /** To be called after every change of the state. An address that somebody else just set is left to be opened. */
  update(state: AppState, before: AppState): void {
    if (this.isApplying || this.moving > 0 || !this.isOwn(this.browser.entry)) return;
    if (guideOf(state) !== this.guide) {
      this.startAnew();
      return;
    }
    const isElsewhere = state.view.area !== before.view.area;
    if (isElsewhere || state.experiment !== before.experiment || state.past !== before.past) this.follow();
    else if (viewChanged(state, before)) this.replaceLater();
  }

  /** Another step of the course or assignment, or none any more: what came before is reached as a link, not by undoing. */
  private startAnew(): void {
    this.cancelReplace();
    this.begin();
    this.browser.push(this.stamp(0), hashOf(present()));
  }

  private begin(): void {
    this.session = `${this.start}.${this.opened++}`;
    this.entries = [present()];
    this.guide = guideOf(store.getState());
    this.position = 0;
    this.isOverwritten = false;
  }

  /** The browser moved to another entry, or somebody changed the fragment by hand. */
  moved(): void {
    this.cancelReplace();
    const stamp = this.browser.entry;
    if (!this.isOwn(stamp)) {
      this.moving = 0;
      this.openElsewhere();
      return;
    }
    this.position = stamp.position;
    if (this.moving > 0) this.moving--;
    else this.apply(stamp.position);
    if (this.moving === 0) this.follow();
  }

  private openElsewhere(): void {
    this.isApplying = true;
    if (this.browser.hash === '') adopt({ experiment: defaultExperiment() });
    this.open();
    this.isApplying = false;
  }

  /** Takes the store to the entry that the browser is at. */
  private apply(position: number): void {
    const entry = this.entries[position];
    if (entry === undefined) return;
    this.isApplying = true;
    const isBehind = (): boolean => store.getState().past.length < entry.depth && store.getState().future.length > 0;
    while (store.getState().past.length > entry.depth) undo();
    while (isBehind()) redo();
    setArea(entry.area);
    this.isApplying = false;
  }

  /** Takes the browser to where the store is. */
  private follow(): void {
    const now = present();
    const here = this.entries[this.position];
    if (here?.depth === now.depth) {
      if (here.area !== now.area) this.push(now);
      else if (here.experiment !== now.experiment || this.isOverwritten) this.replaceLater();
      return;
    }
    const known = this.nearest(now);
    if (known === -1) {
      this.push(now);
      return;
    }
    this.cancelReplace();
    this.restore();
    this.moving++;
    this.browser.go(known - this.position);
    this.show(this.entries[known]?.area ?? now.area);
  }

  /** Position of the entry with the settings of `now` that is the fewest steps away; -1 when there is none. */
  private nearest({ depth, experiment }: Entry): number {
    const distance = (position: number): number => Math.abs(position - this.position);
    return this.entries.reduce((best, entry, position) => {
      const fits = entry.depth === depth && entry.experiment === experiment;
      return fits && (best === -1 || distance(position) < distance(best)) ? position : best;
    }, -1);
  }

  /** The screen on which an undone or redone change was made. */
  private show(area: AreaId): void {
    this.isApplying = true;
    setArea(area);
    this.isApplying = false;
  }

  /** New entries up to `now`; the present one first gets back what a gesture wrote over. */
  private push(now: Entry): void {
    this.cancelReplace();
    const { past } = store.getState();
    const here = this.entries[this.position];
    const from = Math.min(here?.depth ?? 0, Math.max(now.depth - 1, 0));
    const isSame = here?.depth === now.depth;
    if (!isSame && here?.depth !== from)
      this.entries[this.position] = { ...now, experiment: past[from] ?? now.experiment, depth: from };
    this.restore();
    this.entries.length = this.position + 1;
    const depths = isSame ? [now.depth] : Array.from({ length: now.depth - from }, (_, i) => from + 1 + i);
    for (const depth of depths) {
      const entry = depth === now.depth ? now : { ...now, depth, experiment: past[depth] ?? now.experiment };
      this.entries.push(entry);
      this.browser.push(this.stamp(++this.position), hashOf(entry));
    }
  }

  /** Writes the entry that the browser is at as it was before a gesture. */
  private restore(): void {
    const entry = this.entries[this.position];
    this.isOverwritten = false;
    if (entry !== undefined) this.browser.replace(this.stamp(this.position), hashOf(entry));
  }

  private replaceLater(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      if (!this.isOwn(this.browser.entry)) return;
      const now = present();
      this.isOverwritten = now.experiment !== this.entries[this.position]?.experiment;
      this.browser.replace(this.stamp(this.position), hashOf(now));
    }, REPLACE_MS);
  }

  private cancelReplace(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private stamp(position: number): Stamp {
    return { session: this.session, position };
  }

  private isOwn(entry: unknown): entry is Stamp {
    return typeof entry === 'object' && entry !== null && 'session' in entry && entry.session === this.session;
  }
}

/** Whether the reader chose another layer or side; the first layer is chosen by the app and leaves the address alone. */
function viewChanged({ view }: AppState, { view: before }: AppState): boolean {
  return before.layer !== null && (view.layer !== before.layer || view.show !== before.show);
}

function report({ field, message }: Extract<DecodedLink, { ok: false }>['problem']): void {
  store.setState({
    notice: {
      title: 'This link could not be opened',
      cause: `${message} (${field})`,
      next: 'The settings on screen are those from before. Ask for the link again, and copy all of it.',
    },
  });
}

/** Connects the address bar of this page. */
export function followAddress(): void {
  const bar = new AddressBar(
    {
      get hash() {
        return location.hash;
      },
      get entry() {
        return history.state as unknown;
      },
      replace: (entry, hash) => history.replaceState(entry, '', addressOf(hash)),
      push: (entry, hash) => history.pushState(entry, '', addressOf(hash)),
      go: (delta) => history.go(delta),
    },
    performance.timeOrigin.toString(36),
  );
  bar.open();
  // The history of a frame is that of the page around it: it is left alone.
  if (EMBED !== null) return;
  let before: AppState | null = null;
  const catchUp = (): void => {
    const since = before;
    before = null;
    if (since !== null) bar.update(store.getState(), since);
  };
  store.subscribe((_, last) => {
    if (before === null) setTimeout(catchUp, AFTER_PAINT_MS);
    before ??= last;
  });
  addEventListener('pagehide', catchUp);
  addEventListener('popstate', () => {
    catchUp();
    bar.moved();
  });
}

function addressOf(hash: string): string {
  return `${location.pathname}${location.search}${hash}`;
}
