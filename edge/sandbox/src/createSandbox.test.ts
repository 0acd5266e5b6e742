import { afterEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from './createSandbox.ts'
import { panel } from './examples/scripts.ts'

let sandbox: Sandbox | undefined
const open = (options: SandboxOptions = {}): Sandbox => {
  sandbox = createSandbox(options)
  return sandbox
}
afterEach(async () => {
  await sandbox?.stop()
})

const LOOP = 'for (;;);'

describe('the pool of threads', () => {
  it('runs panels in threads, and gives back what they want', async () => {
    const { run } = open({ threads: 1 })
    const results = await Promise.all([1, 2, 3].map((n) => run(panel(`botContext.sendMessage('${n}')`))))
    expect(results.map(({ effects }) => effects)).toEqual([1, 2, 3].map((n) => [{ do: 'sendMessage', text: `${n}` }]))
  })
  it('scripting A-99: one account’s endless loops hold nobody else up', async () => {
    const { run, health } = open({ threads: 2, patienceMs: 1 })
    let ended = 0
    const loops = [1, 2, 3, 4].map(() => run(panel(LOOP), { timeMs: 700 }).finally(() => (ended += 1)))
    const other = await run(panel("botContext.sendMessage('undisturbed')", { accountId: 'other' }))
    expect(other.effects).toHaveLength(1)
    // It came last, and four loops go one at a time: whoever waited for its account would have waited for all of them.
    expect(ended).toBeLessThan(4)
    expect(health().running).toBeLessThanOrEqual(2)
    for (const { fault } of await Promise.all(loops)) expect(fault?.kind).toBe('timeout')
  }, 30_000)
  it('replaces a thread that is lost in the middle of a script', async () => {
    const { run, health } = open({ threads: 1 })
    await run(panel('1'))
    // Deep enough for the engine, too deep for anything else, or merely a fault: the next one must not notice.
    const hostile = await run(panel('var f = function (n) { return [n].map(f) }; f(0)'))
    expect(hostile.fault).toBeDefined()
    const next = await run(panel("botContext.sendMessage('here')"))
    expect(next.effects).toHaveLength(1)
    expect(health().threads).toBeGreaterThan(0)
  }, 30_000)
  it('takes only so much: the next one is told that it is busy', async () => {
    const { run } = open({ threads: 1, waitingPerAccount: 1 })
    const held = [run(panel('1')), run(panel('2', { accountId: 'other' }))]
    await expect(run(panel('3'))).rejects.toMatchObject({ code: 'sandbox-busy' })
    await Promise.all(held)
  })
  it('ends: what waits is told, and nothing new is taken', async () => {
    const { run, stop } = open({ threads: 1 })
    const waiting = run(panel('1'))
    waiting.catch(() => {})
    await stop()
    await expect(waiting).rejects.toMatchObject({ code: 'sandbox-stopped' })
    await expect(run(panel('2'))).rejects.toMatchObject({ code: 'sandbox-stopped' })
  })
})

describe('regular expressions of builders', () => {
  it('runs what a linear-time engine cannot express', async () => {
    const { match } = open({ threads: 1 })
    const found = await match({ accountId: 'acme', source: '^(?=.*\\d)(\\w)\\1', flags: '', text: 'aa1' })
    expect(found).toEqual({ ok: true, match: { index: 0, groups: ['aa', 'a'] } })
    expect(await match({ accountId: 'acme', source: '(?<!a)b', flags: 'i', text: 'ab' })).toEqual({ ok: true })
  })
  it.each([
    ['(?i)(?=.*rose)red', 'a RED Rose', true],
    ['(?=red)red\\z', 'so red', true],
    ['(?=red)red\\z', 'red so', false],
    ['(?s)a.b(?!c)', 'a\nb', true],
    ['(?!x)\\\\A', '\\A', true],
  ])('dialogs R4.9: reads %j as Java does', async (source, text, found) => {
    const result = await open({ threads: 1 }).match({ accountId: 'a', source, flags: '', text })
    expect(result).toMatchObject({ ok: true })
    expect(result.ok && result.match !== undefined).toBe(found)
  })

  it('stops after 50 ms, and says what cannot be read', async () => {
    const { match } = open({ threads: 1 })
    const slow = await match({ accountId: 'acme', source: '^(a+)+\\1$', flags: '', text: `${'a'.repeat(40)}!` })
    expect(slow).toMatchObject({ ok: false, kind: 'timeout', message: expect.stringContaining('50 ms') })
    expect(await match({ accountId: 'acme', source: '(', flags: '', text: '' })).toMatchObject({
      ok: false,
      kind: 'syntax',
    })
  })
})
