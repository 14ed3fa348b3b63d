/** In place of the name of a panel: the whole screen. */
export const WHOLE = '';
const HEIGHTS = { screen: 900, panel: 420 };

/** The code of a frame for another page that shows the settings of a link: one panel by its name, or the whole screen. */
export function frameCode(hash: string, panel: string, label: string): string {
  const url = new URL(`./?embed=${encodeURIComponent(panel)}${hash}`, location.href).href;
  const height = panel === WHOLE ? HEIGHTS.screen : HEIGHTS.panel;
  const title = label === '' ? 'Quantization Playground' : `Quantization Playground: ${label}`;
  return `<iframe src="${url}" title="${escaped(title)}" width="100%" height="${height}" style="border:0"></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
