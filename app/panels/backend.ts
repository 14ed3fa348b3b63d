import type { AppState } from '../store/state';

export interface BackendText {
  readonly state: 'starting' | 'fast' | 'slow';
  readonly text: string;
}

/** What computes, in a few words: tfjs is named where a network has layers that our own kernels do not know. Plain WebAssembly or JavaScript is a warning, because every run takes longer. */
export function backendText({ backend, forward, kernels, workers }: AppState['engine']): BackendText {
  if (backend === null) return { state: 'starting', text: 'Starting workers' };
  const crew = `${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  if (backend === 'wasm-simd' && kernels !== 'plain')
    return { state: 'fast', text: `${forward === 'tfjs' ? 'tfjs ' : ''}WASM SIMD, ${crew}` };
  const engine = backend === 'cpu' ? 'JavaScript' : 'WASM';
  return { state: 'slow', text: `No SIMD: slower ${engine}, ${crew}` };
}
