import { type FigureLayer, figureToSvg } from './svg';
import { type FrameTable, tableToCsv } from './table';

export interface ExportText {
  readonly title: string;
  readonly caption: string;
  readonly summary: string;
  /** File name without ending. */
  readonly name: string;
}

/** PNG files have this many pixels per CSS pixel. */
const PNG_SCALE = 2;

/** Presentation attributes that a stylesheet can set and an image viewer cannot know. */
const RESOLVED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'stop-color',
  'stop-opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant-numeric',
  'text-anchor',
  'visibility',
  'display',
] as const;

export function downloadSvg(plot: HTMLElement, text: ExportText): void {
  save(new Blob([plotToSvg(plot, text)], { type: 'image/svg+xml' }), `${text.name}.svg`);
}

export function downloadPng(plot: HTMLElement, text: ExportText): void {
  void rasterise(plotToSvg(plot, text)).then((png) => {
    save(png, `${text.name}.png`);
  });
}

export function downloadCsv(table: FrameTable, name: string): void {
  save(new Blob([tableToCsv(table)], { type: 'text/csv' }), `${name}.csv`);
}

/**
 * Every drawing inside a plot (svg and canvas, in document order) as one standalone SVG document with the colours of the
 * present theme. Elements marked `data-no-export` are left out.
 */
function plotToSvg(plot: HTMLElement, text: ExportText): string {
  const origin = plot.getBoundingClientRect();
  const token = (name: string) => getComputedStyle(plot).getPropertyValue(name).trim();
  const drawings = [...plot.querySelectorAll<SVGSVGElement | HTMLCanvasElement>('svg, canvas')].filter(
    (element) => element.closest('[data-no-export]') === null && element.parentElement?.closest('svg') === null,
  );
  return figureToSvg({
    ...text,
    width: plot.clientWidth,
    height: plot.clientHeight,
    colours: { surface: token('--surface'), ink: token('--ink'), caption: token('--ink-3') },
    font: getComputedStyle(plot).fontFamily,
    layers: drawings.map((element) => layerOf(element, origin)),
  });
}

function layerOf(element: SVGSVGElement | HTMLCanvasElement, origin: DOMRect): FigureLayer {
  const box = element.getBoundingClientRect();
  const place = { x: box.left - origin.left, y: box.top - origin.top, width: box.width, height: box.height };
  const content =
    element instanceof HTMLCanvasElement ? { image: element.toDataURL() } : { svg: resolvedText(element) };
  return { ...place, content };
}

function resolvedText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    resolve(originals[i], element);
  });
  copy.querySelectorAll('[data-no-export]').forEach((element) => {
    element.remove();
  });
  return new XMLSerializer().serializeToString(copy);
}

function resolve(original: Element | undefined, copy: Element): void {
  if (original === undefined) return;
  const style = getComputedStyle(original);
  for (const name of RESOLVED) {
    const value = style.getPropertyValue(name);
    if (value !== '') copy.setAttribute(name, value);
  }
  copy.removeAttribute('class');
  copy.removeAttribute('style');
}

async function rasterise(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.naturalWidth * PNG_SCALE;
    canvas.height = picture.naturalHeight * PNG_SCALE;
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolvePng, reject) => {
      canvas.toBlob((blob) => {
        if (blob) resolvePng(blob);
        else reject(new Error('The picture is too large to save.'));
      });
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Hands a file to the browser to keep. */
export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
