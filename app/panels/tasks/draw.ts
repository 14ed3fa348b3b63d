import type { Picture } from './pictures';

/** Addresses of the pictures that have been drawn. */
const drawn = new WeakMap<Uint8Array, string>();

/** Address of a PNG with the colours of a picture; empty where the browser has no canvas. */
export function drawColours({ width, height, colours }: Picture): string {
  const known = drawn.get(colours);
  if (known !== undefined) return known;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return '';
  const image = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    image.data.set(colours.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
    image.data[4 * pixel + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  const address = canvas.toDataURL();
  drawn.set(colours, address);
  return address;
}
