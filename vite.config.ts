import { copyFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { mdxTexts } from './scripts/mdx-texts.ts';
import { shippedPackages } from './scripts/notices.ts';
import { offline } from './scripts/offline.ts';
import { copyThirdPartyModels } from './scripts/third-party-models.ts';

/** Everything the page may load comes from its own origin; WebAssembly is the only thing compiled at run time. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Puts the policy into the built page, so that it holds on hosts whose headers cannot be set. */
function policyInPage(): Plugin {
  return {
    name: 'policy-in-page',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** Names under assets/ contain a hash of the content, so a browser never needs to ask for them again. */
function cacheHashedAssets(): Plugin {
  return {
    name: 'cache-hashed-assets',
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url?.includes('/assets/') === true) {
          response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
        }
        next();
      });
    },
  };
}

/** Fails the build when it contains a package whose licence THIRD-PARTY-NOTICES.md does not carry. */
function licenceGuard(): Plugin {
  return {
    name: 'licence-guard',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
          const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1];
          if (name !== undefined && !shippedPackages.includes(name)) {
            this.error(`${name} ships with the build: add it to scripts/notices.ts and run npm run notices.`);
          }
        }
      }
    },
  };
}

/** Before the folder of public files is read, for the build as for the development server. */
function thirdPartyModels(): Plugin {
  return {
    name: 'third-party-models',
    configResolved: ({ root, logger }) => {
      const missing = copyThirdPartyModels(root);
      if (missing.length > 0)
        logger.warn(`Without the models ${missing.join(', ')}: run npm ci to get their packages.`);
    },
  };
}

function shipNotices(): Plugin {
  return {
    name: 'ship-notices',
    apply: 'build',
    writeBundle: ({ dir }) => copyFileSync('THIRD-PARTY-NOTICES.md', `${dir ?? 'dist'}/THIRD-PARTY-NOTICES.md`),
  };
}

export default defineConfig({
  base: './',
  // A missing file is a 404, never the page again: the loader relies on it.
  appType: 'mpa',
  plugins: [
    mdxTexts(),
    react(),
    policyInPage(),
    cacheHashedAssets(),
    licenceGuard(),
    shipNotices(),
    thirdPartyModels(),
    offline(),
  ],
  worker: { format: 'es', plugins: () => [licenceGuard()] },
  build: {
    target: 'esnext',
    // Inlined files would be data: addresses, which the policy refuses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Parts of the first load that lazy parts share in many ways: as files of their own they would pack less well.
          groups: [
            { name: 'base', test: /src\/(?:tasks|experiment|params)\/|app\/(?:store|controls)\//, tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: { headers: isolation },
  preview: {
    headers: {
      ...isolation,
      'Content-Security-Policy': contentSecurityPolicy,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
  },
});
