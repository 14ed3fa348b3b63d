/** Writes the built site as one file beside it: `dist.zip`, the same bytes for the same site. Run after every build. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Zippable, zipSync } from 'fflate';

const SITE = 'dist';
/** ZIP knows no time before 1980, and no time zone: one that is the same everywhere. */
const TIME = new Date(1980, 0, 1);
/** Already packed: deflating them again only takes time. */
const PACKED = /\.(?:bin|png|gz|zip|woff2)$/;

/** All files below a folder as one archive, under the name `root`, in the order of their names. */
export function zipFolder(folder: string, root: string): Uint8Array {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  const files: Zippable = {};
  for (const name of names)
    files[`${root}/${name}`] = [readFileSync(join(folder, name)), { level: PACKED.test(name) ? 0 : 9, mtime: TIME }];
  return zipSync(files);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const zip = zipFolder(SITE, 'quantization-playground');
  writeFileSync(`${SITE}.zip`, zip);
  console.log(`${SITE}.zip: ${(zip.length / 1e6).toFixed(1)} MB`);
}
