/**
 * Serves the release build as the plainest host would: below a path, with no header of our own. The journeys use it to
 * show that the site needs neither the root of a host nor cross-origin isolation.
 */
import { preview } from 'vite';

const [base = '/', port = '4198'] = process.argv.slice(2);
const server = await preview({
  configFile: false,
  appType: 'mpa',
  base,
  preview: { port: Number(port), strictPort: true, host: '127.0.0.1' },
});
server.printUrls();
