import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core'

/** Pages of 64 KiB: what an engine starts with, and the most that it can ever have (128 MiB). */
const FIRST_PAGES = 256
const MOST_PAGES = 2_048

/** The engine's program, compiled once per process and handed to every thread. */
export async function compileEngine(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm')
  return WebAssembly.compile(await readFile(path))
}

/** An engine of its own, with memory of its own. */
export async function startEngine(
  program: WebAssembly.Module,
): Promise<{ engine: QuickJSWASMModule; memory: WebAssembly.Memory }> {
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES })
  const engine = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: memory, wasmModule: program }))
  return { engine, memory }
}
