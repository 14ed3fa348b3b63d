/** What computes the forward passes of a worker. */
export interface BackendInfo {
  readonly backend: 'wasm-simd' | 'wasm' | 'cpu';
  readonly version: string;
}

/** What evaluates a network: kernels of our own where they know every layer of it, else tfjs. */
export interface EvaluationBackend extends BackendInfo {
  readonly forward: 'own' | 'tfjs';
}
