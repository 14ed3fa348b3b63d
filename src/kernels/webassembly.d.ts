/**
 * The part of the host that the kernels need and that every browser, worker and Node has. The engine is compiled without
 * the DOM library, which would declare it.
 */
declare namespace WebAssembly {
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  class Instance {
    constructor(module: object, imports?: { readonly env: { readonly memory: Memory } });
    readonly exports: unknown;
  }
  class CompileError extends Error {}
  class Memory {
    constructor(limits: { readonly initial: number; readonly maximum: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

declare function atob(base64: string): string;
