const SIGN: u32 = 0x80000000;
const INFINITY_BITS: u32 = 0x7f800000;

/** Three digits make a key of 32 bits. */
const DIGIT_BITS: u32 = 11;
const DIGIT_MASK: u32 = (1 << DIGIT_BITS) - 1;
/** Bytes of the counters of one digit. */
const TABLE: usize = 4 << DIGIT_BITS;

/**
 * Sorts the finite values, or with `magnitudes` their absolute values, by the digits of their bits. Returns how many there are;
 * they are left in `second`. `first` and `second` have room for all, `tables` for 3 x 2048 zeroed counters.
 */
export function sortFinite(
  data: usize, count: usize, magnitudes: bool, first: usize, second: usize, tables: usize,
): usize {
  const kept = magnitudes ? ~SIGN : 0xffffffff;
  const end = data + (count << 2);
  let to = first;
  for (; data < end; data += 4) {
    const bits = load<u32>(data) & kept;
    if ((bits & ~SIGN) >= INFINITY_BITS) continue;
    // Negative floats fall as their bits rise: all of them flipped, and only the sign of the others, orders both.
    const key = bits ^ ((<u32>(<i32>bits >> 31)) | SIGN);
    store<u32>(to, key);
    to += 4;
    countOne(tables, key & DIGIT_MASK);
    countOne(tables + TABLE, (key >> DIGIT_BITS) & DIGIT_MASK);
    countOne(tables + TABLE * 2, key >> (2 * DIGIT_BITS));
  }
  const bytes = to - first;
  for (let pass: usize = 0; pass < 3; pass++) toStarts(tables + pass * TABLE);
  scatter(first, bytes, second, tables, 0);
  scatter(second, bytes, first, tables + TABLE, DIGIT_BITS);
  scatterFloats(first, bytes, second, tables + TABLE * 2);
  return bytes >> 2;
}

@inline
function countOne(table: usize, digit: u32): void {
  const counter = table + (<usize>digit << 2);
  store<u32>(counter, load<u32>(counter) + 1);
}

/** Where the keys with each digit begin, in bytes. */
function toStarts(table: usize): void {
  let sum: u32 = 0;
  for (const end = table + TABLE; table < end; table += 4) {
    const count = load<u32>(table);
    store<u32>(table, sum);
    sum += count << 2;
  }
}

function scatter(from: usize, bytes: usize, to: usize, starts: usize, shift: u32): void {
  for (const end = from + bytes; from < end; from += 4) {
    const key = load<u32>(from);
    store<u32>(to + take(starts, (key >> shift) & DIGIT_MASK), key);
  }
}

/** The last pass, in which keys become floats again. */
function scatterFloats(from: usize, bytes: usize, to: usize, starts: usize): void {
  for (const end = from + bytes; from < end; from += 4) {
    const key = load<u32>(from);
    const bits = key ^ ((<u32>(<i32>~key >> 31)) | SIGN);
    store<u32>(to + take(starts, key >> (2 * DIGIT_BITS)), bits);
  }
}

/** The place of the next key with a digit. */
@inline
function take(starts: usize, digit: u32): usize {
  const counter = starts + (<usize>digit << 2);
  const place = load<u32>(counter);
  store<u32>(counter, place + 4);
  return place;
}
