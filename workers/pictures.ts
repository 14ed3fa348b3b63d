import type { DecodedPicture } from '../src/io/data/types';
import type { OpenedFile } from '../src/jobs/own-reports';

/** The points of a picture, scaled to [width, height] if that is given. Rejects where the browser cannot decode it. */
export async function decodePicture(
  { name, blob }: OpenedFile,
  size: readonly [number, number] | null,
): Promise<DecodedPicture> {
  // Every file of the page is a Blob; the engine only knows what it needs of one.
  const bitmap = await createImageBitmap(blob as Blob, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
  const [width, height] = size ?? [bitmap.width, bitmap.height];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('The browser has no canvas in workers.');
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { name, width, height, rgba: context.getImageData(0, 0, width, height).data };
}
