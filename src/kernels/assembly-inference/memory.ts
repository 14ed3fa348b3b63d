/** Where memory is free for arguments and results: there is no allocator of our own. */
export function heapBase(): usize {
  return __heap_base;
}
