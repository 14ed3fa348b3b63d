import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { mdxTexts } from './scripts/mdx-texts.ts';

export default defineConfig({
  // `vitest related` follows the imports of every test, which end in texts.
  plugins: [mdxTexts()],
  test: {
    environment: 'node',
    include: ['{src,workers,app,reference,bench,zoo,scripts}/**/*.test.{ts,tsx}'],
    // On two cores vitest would use one and leave the other to itself.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Fashion-MNIST passes and property tests take seconds on a slow machine; no test asserts a duration.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
