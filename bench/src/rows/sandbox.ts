import { createSandbox, type Panel } from '@baton/sandbox'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core'
import type { BenchOptions } from '../options.ts'
import type { Row } from '../row.ts'

const BAR = 1.5
const PANELS = 300

const CODE = "var sum = 0; for (var i = 0; i < 100; i++) sum += i; botContext.setBotVariable('sum', sum, true, false)"

/** A panel in Baton (a realm as new, in a thread, with all of `botContext`) against a fresh context of the bare library. */
export async function measureSandbox({ rounds }: BenchOptions): Promise<Row[]> {
  const engine = await newQuickJSWASMModuleFromVariant(variant)
  const sandbox = createSandbox({ threads: 1 })
  const bare = (): void => {
    const context = engine.newContext()
    const set = context.newFunction('setBotVariable', () => {})
    const botContext = context.newObject()
    context.setProp(botContext, 'setBotVariable', set)
    context.setProp(context.global, 'botContext', botContext)
    context.unwrapResult(context.evalCode(CODE)).dispose()
    for (const handle of [botContext, set]) handle.dispose()
    context.dispose()
  }
  const stretch = async (panel: () => unknown): Promise<number> => {
    const began = performance.now()
    for (let count = 0; count < PANELS; count += 1) await panel()
    return ((performance.now() - began) / PANELS) * 1_000
  }
  try {
    const own = () => sandbox.run(PANEL)
    for (const panel of [bare, own]) await stretch(panel) // both warm
    const pairs: { floor: number; baton: number }[] = []
    for (let round = 0; round < rounds; round += 1)
      pairs.push({ floor: await stretch(bare), baton: await stretch(own) })
    const ratios = pairs.map(({ floor, baton }) => baton / floor).sort((a, b) => a - b)
    const ratio = ratios[Math.floor(ratios.length / 2)] ?? Number.POSITIVE_INFINITY
    const best = (of: 'floor' | 'baton') => Math.min(...pairs.map((pair) => pair[of]))
    return [
      {
        what: 'a panel of code, as new each time',
        floor: `${best('floor').toFixed(0)} µs`,
        baton: `${best('baton').toFixed(0)} µs`,
        ratio: `${ratio.toFixed(2)}×`,
        bar: `≤ ${BAR}×`,
        holds: ratio <= BAR,
        data: { ratio, pairs },
      },
    ]
  } finally {
    await sandbox.stop()
  }
}

const PANEL: Panel = {
  accountId: 'bench',
  name: 'preProcess',
  code: CODE,
  snapshot: {
    now: 0,
    seed: 1,
    accountId: 'bench',
    botId: '1',
    conversationId: 'c',
    consumerId: 'u',
    channel: 'lp_web',
    userMessage: 'hello',
    variables: { request: {}, dialog: {}, session: {}, permanent: {} },
  },
}
