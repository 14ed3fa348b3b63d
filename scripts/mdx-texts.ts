import { compile } from '@mdx-js/mdx';
import type { Plugin } from 'vite';

/** The course's texts become components; what they may use is handed to them, so that they import nothing. */
export function mdxTexts(): Plugin {
  return {
    name: 'mdx-texts',
    enforce: 'pre',
    async transform(text, id) {
      return id.endsWith('.mdx') ? { code: String(await compile(text)), map: null } : null;
    },
  };
}
