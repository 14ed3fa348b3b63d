import { enableProdMode, env, memory, ready, setBackend, version_core } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { BackendInfo } from '../jobs/backend-info';

/** Addresses of the three WebAssembly files of tfjs; without them tfjs looks beside its own module, which works in Node only. */
export interface WasmUrls {
  readonly simd: string;
  readonly threaded: string;
  readonly plain: string;
}

export interface BackendOptions {
  /** Do without SIMD, as on a machine that lacks it. */
  readonly plain: boolean;
  readonly wasmUrls?: WasmUrls | undefined;
}

/**
 * Starts the fastest backend that works: WebAssembly with SIMD, without, plain JavaScript. WebGL and WebGPU are never tried:
 * on a machine without a graphics card they are many times slower. The choice holds for the life of the worker; later calls
 * return what is running.
 */
export function initBackend(options: BackendOptions): Promise<BackendInfo> {
  running ??= start(options);
  return running;
}

let running: Promise<BackendInfo> | null = null;

async function start({ plain, wasmUrls }: BackendOptions): Promise<BackendInfo> {
  enableProdMode();
  // Threads bring nothing on few cores, and the threaded binary fails in minified builds; tfjs would pick it by itself.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const simd = !plain && (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
  if (!simd) env().set('WASM_HAS_SIMD_SUPPORT', false);
  if (wasmUrls !== undefined) setWasmPaths(fileMap(wasmUrls));
  if (await setBackend('wasm')) return { backend: simd ? 'wasm-simd' : 'wasm', version: version_core };
  await import('@tensorflow/tfjs-backend-cpu');
  await setBackend('cpu');
  await ready();
  return { backend: 'cpu', version: version_core };
}

/** tfjs takes the map only when all three names are in it. */
function fileMap(urls: WasmUrls): Parameters<typeof setWasmPaths>[0] {
  return {
    'tfjs-backend-wasm-simd.wasm': urls.simd,
    'tfjs-backend-wasm-threaded-simd.wasm': urls.threaded,
    'tfjs-backend-wasm.wasm': urls.plain,
  };
}

/** Tensors alive on the backend and their bytes. */
export function backendMemory(): { numTensors: number; numBytes: number } {
  const { numTensors, numBytes } = memory();
  return { numTensors, numBytes };
}
