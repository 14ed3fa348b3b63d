import { Inflate, deflateSync, strFromU8, strToU8 } from 'fflate';
import { fromBase64Url, toBase64Url } from './base64url';

/** Longest payload that is looked at, in characters. */
export const MAX_PAYLOAD_CHARS = 16_384;
/** Longest text that a payload may inflate to, in bytes. */
const MAX_TEXT_BYTES = 131_072;
/** Compressed bytes handed over at a time; deflate grows at most 1,032-fold, so the cap is exceeded by 128 KiB at most. */
const CHUNK = 128;

/** A plain value as URL-safe text: JSON, deflated, base64url. */
export function pack(value: unknown): string {
  return toBase64Url(deflateSync(strToU8(JSON.stringify(value)), { level: 9 }));
}

export type Unpacked =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** The value of a packed text. Never throws; work is bounded by the two size caps, whatever the text. */
export function unpack(payload: string): Unpacked {
  if (payload.length > MAX_PAYLOAD_CHARS)
    return { ok: false, message: 'The link is longer than any link of this app.' };
  const bytes = fromBase64Url(payload);
  if (bytes === null)
    return { ok: false, message: 'The link has characters that do not belong to it, or was cut short.' };
  try {
    return { ok: true, value: JSON.parse(strFromU8(inflateBounded(bytes))) as unknown };
  } catch (error) {
    const isTooLarge = error instanceof TooLarge;
    return { ok: false, message: isTooLarge ? error.message : 'The link is damaged or was cut short.' };
  }
}

class TooLarge extends Error {
  constructor() {
    super('The link unpacks to more than any link of this app.');
  }
}

/** Inflates in small steps and throws TooLarge as soon as the cap is passed; throws fflate's error on damaged data. */
function inflateBounded(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Inflate((part) => {
    total += part.length;
    if (total > MAX_TEXT_BYTES) throw new TooLarge();
    parts.push(part.slice());
  });
  for (let from = 0; from < bytes.length || from === 0; from += CHUNK) {
    stream.push(bytes.slice(from, from + CHUNK), from + CHUNK >= bytes.length);
  }
  return concatenate(parts, total);
}

function concatenate(parts: readonly Uint8Array[], total: number): Uint8Array {
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
