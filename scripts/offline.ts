import { VitePWA } from 'vite-plugin-pwa';

/** Models and images are kept when they have been used; a copy is only used when the network does not answer. */
const ON_DEMAND = /\/(?:models|data)\//;
const WEEKS = 8;

/**
 * The service worker and the manifest: after the first visit the page opens without a network, with the models that were
 * opened before. The page registers the worker itself (`app/effects/offline.ts`), and the reader says when a new version
 * takes over.
 */
export const offline = () =>
  VitePWA({
    registerType: 'prompt',
    injectRegister: null,
    manifest: {
      name: 'Quantization Playground',
      short_name: 'Quantization',
      description: 'Quantize a real neural network in your browser and see what that does.',
      display: 'standalone',
      start_url: './',
      scope: './',
      background_color: '#f4f5f7',
      theme_color: '#14181f',
      icons: [
        { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
        { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
      ],
    },
    workbox: {
      globPatterns: ['**/*.{html,js,css,svg,wasm}', 'precomputed/*.json', 'models/index.json'],
      // The threaded form of tfjs is never asked for.
      globIgnores: ['**/*threaded*'],
      maximumFileSizeToCacheInBytes: 4_000_000,
      // Every address of the page is the same file: what differs stands behind the #.
      ignoreURLParametersMatching: [/.*/],
      navigateFallback: null,
      cleanupOutdatedCaches: true,
      clientsClaim: true,
      inlineWorkboxRuntime: true,
      runtimeCaching: [
        {
          urlPattern: ON_DEMAND,
          handler: 'NetworkFirst',
          options: {
            cacheName: 'models-and-data',
            expiration: { maxEntries: 200, maxAgeSeconds: WEEKS * 7 * 24 * 3600 },
            cacheableResponse: { statuses: [200] },
          },
        },
      ],
    },
  });
