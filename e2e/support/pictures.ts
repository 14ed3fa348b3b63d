import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** A picture in grey, values of 0 to 255 row by row. */
export interface Picture {
  readonly label: string;
  readonly width: number;
  readonly grey: Uint8Array;
}

/** Writes the pictures as PNG files into folders that are named as their labels. */
export function writePictures(folder: string, pictures: readonly Picture[]): string {
  pictures.forEach(({ label, width, grey }, at) => {
    mkdirSync(join(folder, label), { recursive: true });
    writeFileSync(join(folder, label, `${at}.png`), png(width, grey));
  });
  return folder;
}

function png(width: number, grey: Uint8Array): Buffer {
  const height = grey.length / width;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits of grey; compression, filter and interlacing as they always are.
  header[8] = 8;
  // Each row begins with its filter: none.
  const rows = Array.from({ length: height }, (_, y) => [0, ...grey.subarray(y * width, (y + 1) * width)]);
  const parts = [part('IHDR', header), part('IDAT', deflateSync(Buffer.from(rows.flat()))), part('IEND', Buffer.of())];
  return Buffer.concat([Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...parts]);
}

function part(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
