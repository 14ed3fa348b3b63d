export { add, copy } from './blocks';
export { codeDepthwise, codePool, codeProduct } from './codes';
export { depthwise } from './depthwise';
export { heapBase } from './memory';
export { pool } from './pool';
export { product } from './product';
