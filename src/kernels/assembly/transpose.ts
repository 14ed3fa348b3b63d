/** Columns of one strip: a cache line of input, and as many rows of output written at a time. */
const STRIP: usize = 16;

/** 32-bit elements [rows, columns] to [columns, rows]. */
export function transpose(from: usize, to: usize, rows: usize, columns: usize): void {
  const wholeRows = rows & ~3;
  const wholeColumns = columns & ~3;
  for (let strip: usize = 0; strip < wholeColumns; strip += STRIP) {
    const end = min(strip + STRIP, wholeColumns);
    for (let row: usize = 0; row < wholeRows; row += 4) {
      for (let column = strip; column < end; column += 4) {
        transposeBlock(from + ((row * columns + column) << 2), columns << 2, to + ((column * rows + row) << 2), rows << 2);
      }
    }
  }
  for (let row: usize = 0; row < rows; row++) {
    const start = row < wholeRows ? wholeColumns : 0;
    for (let column = start; column < columns; column++) {
      store<u32>(to + ((column * rows + row) << 2), load<u32>(from + ((row * columns + column) << 2)));
    }
  }
}

@inline
function transposeBlock(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStride);
  const c = v128.load(from + fromStride * 2);
  const d = v128.load(from + fromStride * 3);
  const abLow = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
  const abHigh = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<u64>(abLow, cdLow, 0, 2));
  v128.store(to + toStride, v128.shuffle<u64>(abLow, cdLow, 1, 3));
  v128.store(to + toStride * 2, v128.shuffle<u64>(abHigh, cdHigh, 0, 2));
  v128.store(to + toStride * 3, v128.shuffle<u64>(abHigh, cdHigh, 1, 3));
}
