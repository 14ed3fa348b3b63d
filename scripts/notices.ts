/** The notices of everything that the release build hands to a reader's browser. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** npm packages of which any part is in the bundles; the release build fails when one of its own is missing here. */
export const shippedPackages = [
  '@bufbuild/protobuf',
  '@noble/hashes',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-core',
  'comlink',
  'd3',
  'd3-array',
  'd3-color',
  'd3-delaunay',
  'd3-delaunay',
  'd3-format',
  'd3-interpolate',
  'd3-path',
  'd3-scale',
  'd3-shape',
  'd3-time',
  'd3-time-format',
  'delaunator',
  'delaunator',
  'fflate',
  'idb',
  'internmap',
  'long',
  'lucide-react',
  'onnx-buf',
  'pure-rand',
  'react',
  'react-dom',
  'robust-predicates',
  'robust-predicates',
  'scheduler',
  'seedrandom',
  'workbox-cacheable-response',
  'workbox-core',
  'workbox-expiration',
  'workbox-precaching',
  'workbox-routing',
  'workbox-strategies',
  'workbox-window',
  'zustand',
];

/** What is not an npm package, or carries its licence only in a readme. The texts are in scripts/licences. */
const others = [
  {
    name: 'Fashion-MNIST',
    about: 'images and labels in `data/fashion-mnist`, and the networks trained on them',
    file: 'fashion-mnist',
  },
  { name: 'UCI digits', about: 'images and labels in `data/digits`, and the network trained on them', file: 'digits' },
  { name: 'seedrandom', about: 'MIT', file: 'seedrandom' },
  { name: '@bufbuild/protobuf', about: 'Apache-2.0 and BSD-3-Clause', file: 'protobuf-es' },
  { name: 'onnx-buf', about: 'MIT; compiled from the schema of ONNX, Apache-2.0', file: 'onnx-buf' },
  { name: 'XNNPACK', about: 'compiled into the WebAssembly files of @tensorflow/tfjs-backend-wasm', file: 'xnnpack' },
  { name: 'cpuinfo and pthreadpool', about: 'compiled into the same files', file: 'cpuinfo-pthreadpool' },
  { name: 'FP16 and FXdiv', about: 'compiled into the same files', file: 'fp16' },
  { name: 'Emscripten', about: 'its runtime is in the same files', file: 'emscripten' },
];

/** tfjs states Apache-2.0 and its copyright in every file, and ships no file with the text. */
const apacheOfGoogle =
  'Copyright Google LLC. All Rights Reserved. Licensed under the Apache License, Version 2.0, whose text stands below under comlink.';

function licenceText(folder: string): string | undefined {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file === undefined ? undefined : readFileSync(join(folder, file), 'utf8').trim();
}

interface Notice {
  readonly title: string;
  readonly text: string;
}

function packageNotice(root: string, name: string): Notice | undefined {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const title = `${name} ${version ?? ''} (${license ?? ''})`;
  const text = licenceText(folder);
  if (text !== undefined) return { title, text };
  if (name.startsWith('@tensorflow/')) return { title, text: apacheOfGoogle };
  if (others.some((other) => other.name === name)) return undefined;
  throw new Error(`${name} has no licence file: add its text to scripts/licences.`);
}

function otherNotice(root: string, other: (typeof others)[number]): Notice {
  const file = join(root, 'scripts/licences', `${other.file}.txt`);
  return { title: `${other.name} (${other.about})`, text: readFileSync(file, 'utf8').trim() };
}

/** THIRD-PARTY-NOTICES.md of the project at `root`: packages with the same text share one copy of it. */
export function notices(root: string): string {
  const titles = new Map<string, string[]>();
  const packages = shippedPackages.filter((name) => existsSync(join(root, 'node_modules', name)));
  const all = [
    ...packages.map((name) => packageNotice(root, name)),
    ...others.map((other) => otherNotice(root, other)),
  ];
  for (const notice of all) {
    if (notice !== undefined) titles.set(notice.text, [...(titles.get(notice.text) ?? []), notice.title]);
  }
  const sections = [...titles].map(([text, names]) => `## ${names.join(', ')}\n\n\`\`\`text\n${text}\n\`\`\`\n`);
  return [
    '# Third-party notices\n',
    'The Quantization Playground itself is under the MIT licence (LICENSE). Its release build contains the following.\n',
    ...sections,
  ].join('\n');
}
