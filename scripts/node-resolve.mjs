/**
 * Lets Node load the gradients of tfjs-core, which ships them only as modules that name folders and leave out extensions, as
 * bundlers allow: `tsx --import ./scripts/node-resolve.mjs FILE`.
 */
import { register } from 'node:module';

const hook = `
export async function resolve(specifier, context, next) {
  const isInside = context.parentURL?.includes('/@tensorflow/tfjs-core/dist/') && specifier.startsWith('.');
  const isEntry = specifier.startsWith('@tensorflow/tfjs-core/dist/') && !specifier.endsWith('.js');
  if (isEntry) return next(specifier + '.js', context);
  if (!isInside || specifier.endsWith('.js')) return next(specifier, context);
  try {
    return await next(specifier + '.js', context);
  } catch {
    return next(specifier + '/index.js', context);
  }
}`;

register(`data:text/javascript,${encodeURIComponent(hook)}`);
