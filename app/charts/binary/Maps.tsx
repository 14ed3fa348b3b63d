import { interpolateRgb, rgb } from 'd3';
import { useLayoutEffect, useRef } from 'react';
import type { FeatureReport } from '../../../src/jobs/binary-reports';
import { canvasColours } from '../../theme/canvas-colours';
import { fixed } from '../frame/format';
import { useThemeName } from '../frame/useThemeName';
import css from './Maps.module.css';
import { MAP_NAMES } from './maps-words';

const LABELS = 118;
const GAP = 6;
const MOST = 92;
const DENSE = 34;

/** One row of maps a method; the colours of a map run to its own largest magnitude. */
export function Maps({ report, width }: { readonly report: FeatureReport; readonly width: number }) {
  const { filters, height, width: columns } = report;
  const room = Math.max(14, (width - LABELS - 14) / filters - GAP);
  // A dense layer has one value an output: nothing to see larger.
  const side = Math.min(height * columns === 1 ? DENSE : MOST, room);
  return (
    <div className={css.maps}>
      {report.maps.map(({ method, values, correlation, correlations }) => (
        <div key={method} className={css.row} data-method={method}>
          <p className={css.label}>
            <b>{MAP_NAMES[method]}</b>
            <span>{method === 'float' ? 'reference' : `r = ${fixed(correlation, 2)}`}</span>
          </p>
          {Array.from({ length: filters }, (_, filter) => (
            <MapCanvas
              key={filter}
              values={values.subarray(filter * height * columns, (filter + 1) * height * columns)}
              columns={columns}
              side={side}
              title={`${MAP_NAMES[method]}, filter ${String(filter)}, correlation ${fixed(correlations[filter] ?? NaN, 2)}`}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface MapProps {
  readonly values: Float32Array;
  readonly columns: number;
  readonly side: number;
  readonly title: string;
}

function MapCanvas({ values, columns, side, title }: MapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const rows = values.length / columns;
    Object.assign(element, { width: columns, height: rows });
    const colours = canvasColours(theme);
    const [low, high] = (['--neg', '--pos'] as const).map((name) => interpolateRgb(colours['--zero'], colours[name]));
    const most = values.reduce((max, v) => Math.max(max, Math.abs(v)), 0) || 1;
    const image = context.createImageData(columns, rows);
    values.forEach((v, i) => {
      const { r, g, b } = rgb((v < 0 ? low : high)?.(Math.abs(v) / most) ?? '');
      image.data.set([r, g, b, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }, [values, columns, theme]);
  return <canvas ref={canvas} className={css.map} style={{ width: side, height: side }} title={title} aria-hidden />;
}
