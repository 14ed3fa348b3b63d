import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { notices, shippedPackages } from './notices';

it('keeps THIRD-PARTY-NOTICES.md as the installed packages state it', () => {
  expect(readFileSync('THIRD-PARTY-NOTICES.md', 'utf8')).toBe(notices('.'));
});

it('names every shipped package and the data', () => {
  const text = notices('.');
  for (const name of [...shippedPackages, 'Fashion-MNIST', 'XNNPACK']) expect(text).toContain(`${name} `);
  expect(text).toContain('Copyright © 2017 Zalando SE');
});
