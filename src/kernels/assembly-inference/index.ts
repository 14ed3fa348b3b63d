export { add, copy } from './blocks';
export { depthwise } from './depthwise';
export { heapBase } from './memory';
export { pool } from './pool';
export { product } from './product';
