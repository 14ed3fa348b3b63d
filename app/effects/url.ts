import { decodeLink, encodeLink } from '../../src/experiment/codec';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { DecodedLink, LinkState } from '../../src/experiment/link';
import type { Experiment } from '../../src/experiment/spec';
import { redo, undo } from '../store/history';
import type { AppState } from '../store/state';
import { store } from '../store/store';

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

/**
 * Keeps the address and the settings the same: a committed change is a new entry, a gesture changes the present one, and
 * Back and Forward are undo and redo. An entry that this page load did not make is opened like a link.
 */
export class AddressBar {
  private opened = 0;
  private session = '';
  /** Experiments of the browser's entries since the last link was opened, by position. */
  private entries: Experiment[] = [];
  private position = 0;
  /** Moves asked for whose event has not come yet. */
  private moving = 0;
  private isApplying = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** `start`: text that differs between page loads, so that entries of an earlier one are known as such. */
  constructor(
    private readonly browser: Browser,
    private readonly start: string,
  ) {}

  /** Reads the address. The settings become those of the link; without a link, those already in the store. */
  open(): void {
    const decoded = decodeLink(this.browser.hash);
    if (decoded?.ok === false) report(decoded.problem);
    else if (decoded !== null) adopt(decoded.link);
    this.session = `${this.start}.${this.opened++}`;
    this.entries = [store.getState().experiment];
    this.position = 0;
    this.browser.replace(this.stamp(0), this.browser.hash);
  }

  /** To be called after every change of the state. */
  update(state: AppState, before: AppState): void {
    if (this.isApplying || this.moving > 0) return;
    if (state.experiment !== before.experiment || state.past !== before.past) this.follow();
    else if (viewChanged(state, before)) this.replaceLater();
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
    this.isApplying = true;
    const isBehind = (): boolean => store.getState().past.length < position && store.getState().future.length > 0;
    while (store.getState().past.length > position) undo();
    while (isBehind()) redo();
    this.isApplying = false;
  }

  /** Takes the browser to where the store is. */
  private follow(): void {
    const { past, experiment } = store.getState();
    const target = past.length;
    if (target === this.position) {
      if (this.entries[target] !== experiment) this.replaceLater();
    } else if (this.entries[target] === experiment) {
      this.cancelReplace();
      this.restore(this.entries[this.position]);
      this.moving++;
      this.browser.go(target - this.position);
    } else {
      this.push(target);
    }
  }

  /** New entries up to `target`; the present one first gets back what a gesture wrote over. */
  private push(target: number): void {
    this.cancelReplace();
    const { past, experiment } = store.getState();
    const from = Math.min(this.position, target - 1);
    this.restore(past[from]);
    this.entries = [...past.slice(0, target), experiment];
    for (let position = from + 1; position <= target; position++) {
      this.browser.push(this.stamp(position), hashOf(this.entries[position] ?? experiment));
    }
    this.position = target;
  }

  private restore(experiment: Experiment | undefined): void {
    if (experiment !== undefined) this.browser.replace(this.stamp(this.position), hashOf(experiment));
  }

  private replaceLater(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.browser.replace(this.stamp(this.position), hashOf(store.getState().experiment));
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

/** The fragment of an experiment with the present view; the digest of an opened link stays until its settings change. */
function hashOf(experiment: Experiment): string {
  const { view, linkDigest, past } = store.getState();
  const isAsOpened = linkDigest !== null && past.length === 0;
  return encodeLink({
    experiment,
    view: { ...(view.layer === null ? {} : { layer: view.layer }), show: view.show },
    ...(isAsOpened ? { digest: linkDigest } : {}),
  });
}

function adopt({ experiment, view, digest }: LinkState): void {
  store.setState((state) => ({
    experiment,
    past: [],
    future: [],
    gestureFrom: null,
    view: { ...state.view, ...view },
    linkDigest: digest ?? null,
    notice: null,
  }));
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
  addEventListener('popstate', () => bar.moved());
  store.subscribe((state, before) => bar.update(state, before));
}

function addressOf(hash: string): string {
  return `${location.pathname}${location.search}${hash}`;
}
