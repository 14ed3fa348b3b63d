export { add, copy } from './blocks';
export { codeDepthwise } from './code-depthwise';
export { codePool } from './code-pool';
export { codeProduct } from './code-product';
export { codeAdd, codeMean, codeScale } from './code-sums';
export { depthwise } from './depthwise';
export { heapBase } from './memory';
export { pool } from './pool';
export { product } from './product';
