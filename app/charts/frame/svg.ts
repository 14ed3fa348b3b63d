/** One layer of a figure at its place in the plot, in CSS pixels. */
export interface FigureLayer {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** An `<svg>` element as text, or the address of a picture. */
  readonly content: { readonly svg: string } | { readonly image: string };
}

export interface Figure {
  readonly title: string;
  readonly caption: string;
  /** Becomes the description of the file. */
  readonly summary: string;
  readonly width: number;
  readonly height: number;
  readonly colours: { readonly surface: string; readonly ink: string; readonly caption: string };
  readonly font: string;
  readonly layers: readonly FigureLayer[];
}

const MARGIN = 14;
const HEAD = 36;

/** A complete, standalone SVG document: title and caption above the layers, on the panel's own surface. */
export function figureToSvg(figure: Figure): string {
  const { width, height, colours } = figure;
  const total = height + HEAD;
  const font = `font-family="${escape(figure.font)}"`;
  const title =
    `<text x="${MARGIN}" y="24" ${font} font-size="14" font-weight="600" fill="${colours.ink}">${escape(figure.title)}` +
    `<tspan dx="8" font-size="12" font-weight="400" fill="${colours.caption}">${escape(figure.caption)}</tspan></text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" role="img">`,
    `<title>${escape(figure.title)}</title><desc>${escape(figure.summary)}</desc>`,
    `<rect width="${width}" height="${total}" fill="${colours.surface}"/>`,
    title,
    ...figure.layers.map(layerToSvg),
    '</svg>',
  ].join('\n');
}

function layerToSvg({ x, y, width, height, content }: FigureLayer): string {
  if ('svg' in content) return `<g transform="translate(${x} ${y + HEAD})">${content.svg}</g>`;
  return `<image x="${x}" y="${y + HEAD}" width="${width}" height="${height}" preserveAspectRatio="none" href="${escape(content.image)}"/>`;
}

/** Text as it stands between tags or inside quotes. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
