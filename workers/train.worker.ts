import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { expose } from 'comlink';
import { createTrainResources, trainJobs } from '../src/jobs/train';
import { createHost } from './host';

expose(
  createHost(
    trainJobs,
    createTrainResources({ simd, threaded, plain }, () => performance.now()),
  ),
);
