import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { expose } from 'comlink';
import { createEvalResources, evalJobs } from '../src/jobs/evaluate';
import { createHost } from './host';

expose(
  createHost(
    evalJobs,
    createEvalResources({ simd, threaded, plain }, () => performance.now()),
  ),
);
