// The gradients of the operations: tfjs-core alone brings none.
import '@tensorflow/tfjs-core/dist/register_all_gradients';

/** To be called once the backend is set, before training; later calls do nothing. */
export function registerTrainingKernels(): void {
  // The kernels follow.
}
