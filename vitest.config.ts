import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{src,workers,app,reference,bench,zoo,scripts}/**/*.test.{ts,tsx}'],
    // Fashion-MNIST passes and property tests take seconds on a slow machine; no test asserts a duration.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
