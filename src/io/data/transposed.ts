/** Images [channels, height, width], one after the other, as [height, width, channels]. */
export function transposed<List extends Uint8Array | Float32Array>(values: List, shape: readonly number[]): List {
  const [channels = 1, height = 1, width = 1] = shape;
  const places = height * width;
  const out = values.slice() as List;
  for (let image = 0; image < values.length; image += channels * places) {
    for (let channel = 0; channel < channels; channel++) {
      for (let place = 0; place < places; place++)
        out[image + place * channels + channel] = values[image + channel * places + place]!;
    }
  }
  return out;
}
