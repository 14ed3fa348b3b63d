import type { Fact } from '../../../src/course/facts';
import type { AreaId } from '../../../src/experiment/screens/registry';
import type { FactReader } from './reader';

/** Readers of the screens whose results are not in the store of the app. */
const READERS: Readonly<Partial<Record<AreaId, () => Promise<FactReader>>>> = {
  lab: () => import('./lab').then(({ reader }) => reader),
  clipping: () => import('./clipping').then(({ reader }) => reader),
  rounding: () => import('./rounding').then(({ reader }) => reader),
  training: () => import('./training').then(({ reader }) => reader),
  binary: () => import('./binary').then(({ reader }) => reader),
  mixed: () => import('./mixed').then(({ reader }) => reader),
};

/** Follows what the screen of the open step measures. */
export class FactWatch {
  private area: AreaId | null = null;
  private reader: FactReader | null = null;
  private stop: (() => void) | null = null;

  read(): readonly Fact[] {
    return this.reader?.read() ?? [];
  }

  /** Turns to another screen; null: to none. */
  follow(area: AreaId | null, onChange: () => void): void {
    if (area === this.area) return;
    this.stop?.();
    [this.area, this.reader, this.stop] = [area, null, null];
    const load = area === null ? undefined : READERS[area];
    if (load === undefined) return;
    void load().then((reader) => {
      if (this.area !== area) return;
      this.reader = reader;
      this.stop = reader.subscribe(onChange);
      onChange();
    });
  }
}
