/** Both workers of the pool at once, in Chromium: what an evaluation of 2,000 images takes in float32 and in integers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { inChromium, openPage } from './chromium';
import { quantile } from './measure';
import type { PoolTimes } from './pool/page';
import type { Group, Row } from './rows';

/** Builds the page of the bench as the site is built, into a folder of its own. */
async function built<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pool-bench-'));
  try {
    await build({
      root: 'bench/pool',
      configFile: false,
      base: './',
      publicDir: resolve('public'),
      logLevel: 'error',
      worker: { format: 'es' },
      build: { outDir: folder, target: 'esnext', assetsInlineLimit: 0 },
    });
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rowOf(id: string, what: string, times: readonly number[], budget: number): Row {
  const [low, high] = [quantile(times, 0.1), quantile(times, 0.9)];
  const note = `least ${Math.min(...times).toFixed(0)} ms; 80 % of rounds ${low.toFixed(0)} to ${high.toFixed(0)} ms`;
  return { id: `pool/${id}`, what, value: quantile(times, 0.5), unit: 'ms', budget, peer: null, note };
}

export function poolGroup(): Promise<Group> {
  return built((folder) =>
    inChromium(async (browser, address) => {
      const page = await openPage(browser);
      await page.goto(address);
      const { float, int8, compiling } = await page.evaluate(async () =>
        (window as unknown as { measurePool: () => Promise<PoolTimes> }).measurePool(),
      );
      return {
        title: 'DS-CNN in Chromium, two workers at once, 2,000 images, medians',
        rows: [
          rowOf('float', 'weights quantized, float32, as the pool of the page evaluates', float, 130),
          rowOf('int8', 'int8, inputs quantized in it', int8, 100),
          rowOf('compiling', 'float plan and int8 plan compiled, the first of a worker', compiling, 50),
        ],
      };
    }, folder),
  );
}
