export { heapBase } from './memory';
export { packPatches, packRows } from './pack';
export { signProduct } from './signs';
export { ternaryProduct } from './ternary';
export { floatProduct } from './floats';
