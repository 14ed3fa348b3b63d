import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3';

/** How a marker is drawn: its outline around (0, 0), filled with the colour of its curve or with the surface. */
export interface Marker {
  readonly path: string;
  readonly hollow: boolean;
  /** In words, for the table and screen readers. */
  readonly name: string;
}

const DOWN: SymbolType = {
  draw(context, size) {
    const y = Math.sqrt(size / (3 * Math.sqrt(3)));
    context.moveTo(0, 2 * y);
    context.lineTo(Math.sqrt(3) * y, -y);
    context.lineTo(-Math.sqrt(3) * y, -y);
    context.closePath();
  },
};

const marker = (name: string, type: SymbolType, area: number, hollow = false): Marker => ({
  name: hollow ? `hollow ${name}` : name,
  path: symbol(type, area)() ?? '',
  hollow,
});

/** A is round and B is square in every chart. */
export const SIDE_MARKERS = { a: marker('circle', symbolCircle, 29), b: marker('square', symbolSquare, 32) } as const;

/** Shapes of the curves in ink, easiest to tell apart first; they repeat when there are more curves than shapes. */
const INK_MARKERS: readonly Marker[] = [
  marker('triangle', symbolTriangle, 34),
  marker('diamond', symbolDiamond, 34, true),
  marker('cross', symbolCross, 34),
  marker('triangle', DOWN, 34, true),
  marker('diamond', symbolDiamond, 34),
  marker('circle', symbolCircle, 29, true),
  marker('star', symbolStar, 34),
  marker('square', symbolSquare, 32, true),
  marker('wye', symbolWye, 34),
  marker('triangle', symbolTriangle, 34, true),
  marker('triangle pointing down', DOWN, 34),
  marker('cross', symbolCross, 34, true),
];

export function inkMarker(index: number): Marker {
  return INK_MARKERS[index % INK_MARKERS.length]!;
}
