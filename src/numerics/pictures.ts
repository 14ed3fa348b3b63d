/** Pictures that are computed, so that they are the same everywhere and belong to nobody. */

/** A picture of brightnesses from 0 to 1, row by row from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Float32Array;
}

function drawn(width: number, height: number, at: (x: number, y: number) => number): Picture {
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels[y * width + x] = Math.min(Math.max(at(x / width, y / height), 0), 1);
  }
  return { width, height, pixels };
}

/** Brightness rises evenly from left to right. */
export function gradient(width: number, height: number): Picture {
  return drawn(width, height, (x) => x);
}

/** A soft sky, a small bright sun and dark hills with some texture: a few values far from all others. */
export function landscape(width: number, height: number): Picture {
  return drawn(width, height, (x, y) => {
    const sun = Math.hypot((x - 0.72) * 1.5, y - 0.28);
    const hills = 0.62 + 0.09 * Math.sin(7 * x) + 0.05 * Math.sin(17 * x + 1);
    if (y > hills) return 0.1 + 0.06 * Math.sin(53 * x + 31 * y) * Math.sin(41 * y - 19 * x) + 0.12 * (y - hills);
    return sun < 0.07 ? 1 : 0.28 + 0.2 * y + 0.22 * Math.exp(-9 * sun);
  });
}
