import { psnr } from '../../../src/tasks/super-resolution';
import { fixed } from '../../controls/format';
import type { NetworkId } from './use-side-results';

/** A picture of uint8 colours, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly colours: Uint8Array;
}

export interface Tile {
  readonly id: 'input' | NetworkId | 'difference-a' | 'difference-b';
  readonly title: string;
  /** What was measured of it, or what it is. */
  readonly note: string;
  readonly tone: 'a' | 'b' | 'ink';
  readonly picture: Picture | null;
}

/** Differences are small beside 255: so many times larger they can be seen. */
export const AMPLIFICATION = 8;

export interface PictureInput {
  readonly input: Picture | null;
  readonly by: Readonly<Record<NetworkId, Picture | null>>;
}

/** The picture given, those of the three networks, and how A and B differ from float. */
export function tilesOf({ input, by }: PictureInput): readonly Tile[] {
  const network = (id: 'a' | 'b'): Tile => ({
    id,
    title: id.toUpperCase(),
    note: noteOf(by[id], by.float),
    tone: id,
    picture: by[id],
  });
  const difference = (id: 'a' | 'b'): Tile => ({
    id: `difference-${id}`,
    title: `${id.toUpperCase()} − float`,
    note: `× ${String(AMPLIFICATION)}, grey is equal`,
    tone: id,
    picture: differenceOf(by[id], by.float),
  });
  return [
    { id: 'input', title: 'Given', note: sizeOf(input), tone: 'ink', picture: input },
    network('a'),
    network('b'),
    { id: 'float', title: 'Float', note: sizeOf(by.float), tone: 'ink', picture: by.float },
    difference('a'),
    difference('b'),
  ];
}

function sizeOf(picture: Picture | null): string {
  return picture === null ? '' : `${String(picture.width)} × ${String(picture.height)}`;
}

function noteOf(own: Picture | null, float: Picture | null): string {
  return own === null || float === null ? '' : `${fixed(psnrOf(own, float), 1)} dB to float`;
}

/** Peak signal-to-noise ratio of two pictures as the screen shows them; infinite when they are equal. */
export function psnrOf(own: Picture, float: Picture): number {
  const sum = own.colours.reduce((total, value, at) => total + (value - (float.colours[at] ?? 0)) ** 2, 0);
  return psnr(sum / own.colours.length);
}

/** own - float, amplified around middle grey; null until both are there. */
export function differenceOf(own: Picture | null, float: Picture | null): Picture | null {
  if (own === null || float === null) return null;
  const colours = own.colours.map((value, at) =>
    Math.min(Math.max(128 + AMPLIFICATION * (value - (float.colours[at] ?? 0)), 0), 255),
  );
  return { ...own, colours };
}

export interface TileGrid {
  readonly columns: number;
  /** Side of a tile in pixels, without its caption. */
  readonly side: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 12;
const CAPTION = 36;

/** Two rows of three, or three rows of two where the panel is narrow. */
export function gridOf(width: number, tiles: number): TileGrid {
  const columns = width >= 480 ? 3 : 2;
  const side = Math.max(Math.min(Math.floor((width - GAP * (columns - 1)) / columns), 256), 40);
  const rows = Math.ceil(tiles / columns);
  return { columns, side, width: columns * side + GAP * (columns - 1), height: rows * (side + CAPTION) };
}

/** Upper left corner of a tile. */
export function cornerOf({ columns, side }: TileGrid, index: number): { readonly x: number; readonly y: number } {
  return { x: (index % columns) * (side + GAP), y: Math.floor(index / columns) * (side + CAPTION) };
}
