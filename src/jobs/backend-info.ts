/** What computes the forward passes of a worker. */
export interface BackendInfo {
  readonly backend: 'wasm-simd' | 'wasm' | 'cpu';
  readonly version: string;
}
