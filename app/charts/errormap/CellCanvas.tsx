import { memo, useLayoutEffect, useRef } from 'react';
import { canvasColours } from '../../theme/canvas-colours';
import type { Box } from '../frame/Inspector';
import { useThemeName } from '../frame/useThemeName';
import css from './ErrorMap.module.css';
import { type Cells, paint, rampOf } from './paint';

const ramps = new Map<string, Uint32Array>();

function errorRamp(theme: string): Uint32Array {
  const known = ramps.get(theme);
  if (known !== undefined) return known;
  const colours = canvasColours(theme);
  const ramp = rampOf([
    colours['--e0'],
    colours['--e1'],
    colours['--e2'],
    colours['--e3'],
    colours['--e4'],
    colours['--e5'],
  ]);
  ramps.set(theme, ramp);
  return ramp;
}

interface CellCanvasProps {
  readonly box: Box;
  readonly cells: Cells;
  /** Value of the last colour. */
  readonly top: number;
  /** Colours from 0 to `top`; the ramp of errors when left out. */
  readonly colours?: readonly string[] | undefined;
}

/** Cells as pixels: tens of thousands of marks would be too many elements. */
export const CellCanvas = memo(function CellCanvas({ box, cells, top, colours }: CellCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  const { left, width, height } = box;
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const density = Math.min(window.devicePixelRatio, 2);
    const ramp = colours === undefined ? errorRamp(theme) : rampOf(colours);
    const [w, h] = [Math.round(width * density), Math.round(height * density)];
    const pixels = paint(cells, w, h, top, ramp);
    if (element.width !== w || element.height !== h) Object.assign(element, { width: w, height: h });
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer as ArrayBuffer), w, h), 0, 0);
  }, [width, height, cells, top, colours, theme]);
  return <canvas ref={canvas} className={css.canvas} style={{ left, top: box.top, width, height }} aria-hidden />;
});
