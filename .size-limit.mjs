import { readFileSync } from 'node:fs';

/** Every script the page asks for before anything happens: the entry and what it imports statically. */
const page = readFileSync('dist/index.html', 'utf8');
const firstLoad = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((match) => `dist/${match[1]}`);

export default [{ name: 'JavaScript of the first load', path: firstLoad, gzip: true, limit: '150 kB' }];
