import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeLink, encodeLink } from '../../src/experiment/codec';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { AreaId } from '../../src/experiment/screens/registry';
import { redo, setArea, setParam, undo } from '../store/actions';
import { adopt } from '../store/adopt';
import { initialState, store } from '../store/store';
import { FakeBrowser } from './browser-fakes';
import { AddressBar } from './url';

const bits = (): unknown => store.getState().experiment.a.recipe.quantizer.params['bits'];
const bitsOf = (hash: string | undefined): unknown => {
  const decoded = decodeLink(hash ?? '');
  return decoded?.ok === true ? decoded.link.experiment.a.recipe.quantizer.params['bits'] : null;
};
const setBits = (value: number, commit = true): void => setParam('a', 'quantizer', 'bits', value, { commit });
const linkWith = (value: number): string => {
  const { a, ...rest } = defaultExperiment();
  const quantizer = { ...a.recipe.quantizer, params: { ...a.recipe.quantizer.params, bits: value } };
  return encodeLink({ experiment: { ...rest, a: { ...a, recipe: { ...a.recipe, quantizer } } } });
};

describe('AddressBar', () => {
  let browser: FakeBrowser;
  let unsubscribe: () => void = () => undefined;

  function open(hash = ''): void {
    store.setState(initialState(), true);
    browser = new FakeBrowser(hash);
    const bar = new AddressBar(browser, 'load');
    bar.open();
    browser.onMove = () => bar.moved();
    unsubscribe = store.subscribe((state, before) => bar.update(state, before));
  }

  beforeEach(() => {
    vi.useFakeTimers();
    open();
  });
  afterEach(() => {
    unsubscribe();
    vi.useRealTimers();
  });

  it('opens a link, with its view and digest', () => {
    unsubscribe();
    const digest = { images: 2000, float: 1821, a: 1112, b: 1715, weights: 'ee0bc1c3' };
    open(encodeLink({ experiment: defaultExperiment(), view: { layer: 'fc1', show: 'b' }, digest }));
    expect(store.getState()).toMatchObject({ view: { layer: 'fc1', show: 'b' }, linkDigest: digest, notice: null });
  });

  it('opens a link that is set by hand before the last change was written down', () => {
    unsubscribe();
    const bar = new AddressBar(browser, 'again');
    bar.open();
    const before = store.getState();
    setBits(3);
    browser.push(null, linkWith(6));
    bar.update(store.getState(), before);
    bar.moved();
    expect(bits()).toBe(6);
    expect(bitsOf(browser.hash)).toBe(6);
  });

  it('shows the settings again that a gesture took back', () => {
    const { experiment } = store.getState();
    setBits(3, false);
    vi.runAllTimers();
    expect(bitsOf(browser.hash)).toBe(3);
    store.setState({ experiment, gestureFrom: null });
    vi.runAllTimers();
    expect(bitsOf(browser.hash)).toBe(4);
    expect(browser.entries).toHaveLength(1);
  });

  it('names the field of a link that does not fit and stays on the defaults', () => {
    unsubscribe();
    open('#e=9.AAAA');
    expect(store.getState().experiment).toEqual(defaultExperiment());
    expect(store.getState().notice?.cause).toContain('newer version');
  });

  it('leaves the address of a first visit alone', () => {
    store.setState((state) => ({ view: { ...state.view, layer: 'conv2' } }));
    vi.runAllTimers();
    expect(browser.entries).toHaveLength(1);
    expect(browser.hash).toBe('');
  });

  it('makes one entry for each committed change, and Back is undo', () => {
    setBits(3);
    setBits(5);
    expect(browser.entries.map(({ hash }) => bitsOf(hash))).toEqual([4, 3, 5]);
    browser.move(-1);
    expect([bits(), store.getState().future.length]).toEqual([3, 1]);
    browser.move(-1);
    expect(bits()).toBe(4);
    browser.move(2);
    expect([bits(), store.getState().past.length]).toEqual([5, 2]);
    expect(browser.entries).toHaveLength(3);
  });

  it('moves the browser on undo and redo', () => {
    setBits(3);
    setBits(5);
    undo();
    undo();
    vi.runAllTimers();
    expect([browser.at, bits()]).toEqual([0, 4]);
    redo();
    vi.runAllTimers();
    expect([browser.at, bits(), bitsOf(browser.hash)]).toEqual([1, 3, 3]);
  });

  it('starts a new branch after undo', () => {
    setBits(3);
    undo();
    vi.runAllTimers();
    setBits(6);
    expect(browser.entries.map(({ hash }) => bitsOf(hash))).toEqual([4, 6]);
    browser.move(-1);
    expect(bits()).toBe(4);
  });

  it('keeps up when a change is made before the browser has answered an undo', () => {
    setBits(3);
    undo();
    setBits(6);
    vi.runAllTimers();
    expect(browser.entries.map(({ hash }) => bitsOf(hash))).toEqual([4, 6]);
    expect([browser.at, bits()]).toEqual([1, 6]);
  });

  it('replaces the address seldom while dragging and gives Back the state from before the drag', () => {
    setBits(3);
    const before = browser.replaced;
    for (let step = 0; step < 50; step++) setBits(5 + (step % 8), false);
    vi.runAllTimers();
    expect(browser.replaced).toBe(before + 1);
    expect(bitsOf(browser.hash)).toBe(bits());
    setBits(9);
    expect(browser.entries.map(({ hash }) => bitsOf(hash))).toEqual([4, 3, 9]);
    browser.move(-1);
    expect(bits()).toBe(3);
  });

  it('opens a link typed over the present one, and Back returns from it', () => {
    setBits(3);
    browser.type(linkWith(8));
    expect([bits(), store.getState().past.length]).toEqual([8, 0]);
    setBits(9);
    browser.move(-1);
    expect(bits()).toBe(8);
    browser.move(-1);
    expect(bits()).toBe(3);
    browser.move(-1);
    expect(bits()).toBe(4);
  });

  it('keeps the settings when a broken link is typed', () => {
    setBits(3);
    browser.type('#e=1.%%%');
    expect(bits()).toBe(3);
    expect(store.getState().notice).not.toBeNull();
  });

  it('does not loop: a move answers with no move and no entry', () => {
    setBits(3);
    const go = vi.spyOn(browser, 'go');
    const push = vi.spyOn(browser, 'push');
    browser.move(-1);
    vi.runAllTimers();
    expect(go).not.toHaveBeenCalled();
    expect(push).not.toHaveBeenCalled();
  });

  describe('with another screen', () => {
    const other: AreaId = 'training';
    const area = (): string => store.getState().view.area;

    it('makes one entry of going there, and Back returns without undoing anything', () => {
      setBits(3);
      setArea(other);
      expect(browser.entries).toHaveLength(3);
      browser.move(-1);
      expect([area(), bits(), store.getState().future.length]).toEqual(['lab', 3, 0]);
      browser.move(1);
      expect([area(), bits()]).toEqual([other, 3]);
      vi.runAllTimers();
      expect(browser.entries).toHaveLength(3);
    });

    it('undoes a change on the screen where it was made', () => {
      setBits(3);
      setArea(other);
      undo();
      vi.runAllTimers();
      expect([area(), bits(), browser.at]).toEqual(['lab', 4, 0]);
      redo();
      vi.runAllTimers();
      expect([bits(), browser.at, browser.entries.length]).toEqual([3, 1, 3]);
    });

    it('takes the nearest entry with the same settings', () => {
      setArea(other);
      setBits(3);
      undo();
      vi.runAllTimers();
      expect([area(), bits(), browser.at]).toEqual([other, 4, 1]);
    });

    it('ends a gesture that is still held', () => {
      setBits(3, false);
      setArea(other);
      expect(browser.entries.map(({ hash }) => bitsOf(hash))).toEqual([4, 3, 3]);
      browser.move(-1);
      expect([area(), bits()]).toEqual(['lab', 3]);
    });

    it('changes on it are entries of their own', () => {
      setArea(other);
      setBits(3);
      setBits(5);
      browser.move(-2);
      expect([area(), bits()]).toEqual([other, 4]);
      browser.move(-1);
      expect([area(), bits()]).toEqual(['lab', 4]);
      browser.move(3);
      expect([area(), bits()]).toEqual([other, 5]);
      expect(browser.entries).toHaveLength(4);
    });
  });

  it('keeps the digest in the address until the settings change', () => {
    unsubscribe();
    const digest = { images: 2000, float: 1821, a: 1112, b: 1715, weights: 'ee0bc1c3' };
    open(encodeLink({ experiment: defaultExperiment(), view: { layer: 'conv1' }, digest }));
    store.setState((state) => ({ view: { ...state.view, layer: 'fc1' } }));
    vi.runAllTimers();
    expect(decodeLink(browser.hash)).toMatchObject({ link: { view: { layer: 'fc1' }, digest } });
    setBits(3);
    expect(decodeLink(browser.hash)).not.toHaveProperty('link.digest');
  });

  it('writes a step of the course as an entry of its own, which Back leaves as a link', () => {
    setBits(6);
    adopt({ experiment: defaultExperiment(), view: { lesson: '2.2' } });
    expect(decodeLink(browser.hash)).toMatchObject({ link: { view: { lesson: '2.2' } } });
    setBits(3);
    expect(browser.entries).toHaveLength(4);
    undo();
    vi.runAllTimers();
    browser.move(-1);
    expect([browser.at, bits(), store.getState().view.lesson]).toEqual([1, 6, null]);
    vi.runAllTimers();
    expect(browser.entries).toHaveLength(4);
  });
});
