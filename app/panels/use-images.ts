import { startTransition, useEffect, useState } from 'react';
import { readImages } from '../engine/requests';
import { Results } from '../engine/results';
import { useStore } from '../store/store';
import { useMedia } from '../theme/media';

/** Pixels of images as greyscale, drawn as ink on the panel: light on dark in the dark theme, and the reverse. */
const INK = { light: [20, 24, 31], dark: [238, 241, 245] } as const;

/** Pixels of the images read last by data set and index; a page of 24 takes 19 kB. */
const pixels = new Results<Uint8Array>(480);

/** Addresses of the pictures made of some pixels, by ink. */
const drawn = new WeakMap<Uint8Array, Map<keyof typeof INK, string>>();

export interface Images {
  /** Address of each picture that has been read. */
  readonly pictures: ReadonlyMap<number, string>;
  /** Why pictures are missing; null when none are or they are under way. */
  readonly problem: string | null;
}

/** Pictures of some test images, in the ink of the theme. What has been read stays; a page left early is cancelled. */
export function useImages(indices: readonly number[]): Images {
  const card = useStore(({ model }) => (model.status === 'ready' ? model.card : null));
  const isDark = useIsDark();
  const [problem, setProblem] = useState<string | null>(null);
  const [, setRead] = useState(0);
  const dataset = card?.dataset ?? '';
  const wanted = indices.join(' ');

  useEffect(() => {
    const missing = wanted
      .split(' ')
      .filter((index) => index !== '' && pixels.get(`${dataset} ${index}`) === undefined);
    if (dataset === '' || missing.length === 0) return undefined;
    const controller = new AbortController();
    void readImages(missing.map(Number), controller.signal).then((outcome) => {
      if (controller.signal.aborted) return;
      if (!outcome.ok) {
        setProblem(outcome.problem.cause);
        return;
      }
      const size = outcome.value.length / missing.length;
      missing.forEach((index, i) => pixels.set(`${dataset} ${index}`, outcome.value.slice(i * size, (i + 1) * size)));
      setProblem(null);
      startTransition(() => setRead((times) => times + 1));
    });
    return () => {
      controller.abort();
    };
  }, [dataset, wanted]);

  const [height = 1, width = 1] = card?.input.shape ?? [];
  const ink = isDark ? 'dark' : 'light';
  const pictures = new Map(
    indices.flatMap((index) => {
      const values = pixels.get(`${dataset} ${index}`);
      return values === undefined ? [] : [[index, pictureOf(values, width, height, ink)] as const];
    }),
  );
  return { pictures, problem };
}

function useIsDark(): boolean {
  const theme = useStore((state) => state.view.theme);
  const system = useMedia('(prefers-color-scheme: dark)');
  return theme === 'dark' || (theme === 'system' && system);
}

function pictureOf(values: Uint8Array, width: number, height: number, ink: keyof typeof INK): string {
  const made = drawn.get(values) ?? new Map<keyof typeof INK, string>();
  const picture = made.get(ink) ?? draw(values, width, height, INK[ink]);
  drawn.set(values, made.set(ink, picture));
  return picture;
}

/** On which pictures are drawn; made with the first. */
let sheet: CanvasRenderingContext2D | null = null;

/** A PNG of ink whose opacity is the value of each pixel, 0 to 255. */
function draw(
  values: Uint8Array,
  width: number,
  height: number,
  [red, green, blue]: readonly [number, number, number],
): string {
  sheet ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (sheet === null) return '';
  Object.assign(sheet.canvas, { width, height });
  const picture = sheet.createImageData(width, height);
  const { data } = picture;
  values.forEach((value, i) => {
    data[4 * i] = red;
    data[4 * i + 1] = green;
    data[4 * i + 2] = blue;
    data[4 * i + 3] = value;
  });
  sheet.putImageData(picture, 0, 0);
  return sheet.canvas.toDataURL();
}
