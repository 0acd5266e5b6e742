import { describe, expect, it } from 'vitest'
import type { EndCopy } from '../commands.ts'
import type { Copy } from '../copy.ts'
import {
  ada,
  answer,
  expert,
  greeter,
  manager,
  noon,
  open,
  orders,
  say,
  seat,
  toBot,
  write,
} from '../testing/examples.ts'
import { accepted, close, given, openIn, system, takeOver, transfer } from '../testing/requests.ts'

const copyOf = (uploadId: string): Copy => ({
  uploadId,
  fileId: 'f',
  integration: { id: 'box', name: 'Box' },
  request: { method: 'PUT', url: 'https://box.example/in', headers: [] },
})
const wants = (...copies: Copy[]) => ({ ...answer(1, { items: [say('Processing the file…')] }), copies })
const ended = (uploadId: string, succeeded = true): EndCopy => ({
  type: 'endCopy',
  at: noon,
  ...{ botId: greeter, uploadId, fileId: 'f', succeeded, seat: seat(greeter) },
})
const atGreeter = open(toBot(orders, seat(greeter)))
const jobs = (world: ReturnType<typeof given>) => [...world.work.values()].filter(({ kind }) => kind === 'job')

describe('a file that a bot wants to be with the brand', () => {
  it('dialogs R8.4: goes on its way with what the bot says, and the bot may go on talking', () => {
    const world = given(atGreeter, wants(copyOf('1')), write('And now?'))
    expect(jobs(world)).toEqual([expect.objectContaining({ name: 'copyFile', botId: greeter, ...copyOf('1') })])
    expect(openIn(world).turn).toMatchObject({ trigger: 'message' })
  })

  it('dialogs R8.5: its end gives the bot the floor, at once when it is free', () => {
    const world = given(atGreeter, wants(copyOf('1')), ended('1'))
    expect(openIn(world).turn).toMatchObject({
      trigger: 'fileResult',
      messages: [],
      results: [{ uploadId: '1', succeeded: true }],
    })
    expect(openIn(world).copied).toBeUndefined()
  })

  it('dialogs R8.28 g, R8.28 h: ends that come while the bot answers are told together, right after, before newer words', () => {
    const world = given(
      atGreeter,
      wants(copyOf('1'), copyOf('2')),
      write('And now?'),
      ended('1'),
      ended('2', false),
      write('Hello?'),
      answer(2, { items: [say('Nearly.')] }),
    )
    const told = [
      { uploadId: '1', succeeded: true },
      { uploadId: '2', succeeded: false },
    ]
    expect(openIn(world).turn).toMatchObject({ trigger: 'fileResult', results: told })
    expect(openIn(world).waiting).toHaveLength(1)
    accepted(world.do(answer(3, {})))
    expect(openIn(world).turn).toMatchObject({ trigger: 'message' })
  })

  it('dialogs R8.5: after the end, and after the bot has gone, nobody is told anything', () => {
    const over = given(atGreeter, wants(copyOf('1')), close(system))
    expect(accepted(over.do(ended('1')))).toMatchObject({ events: [], effects: [] })
    const taken = given(atGreeter, wants(copyOf('1')), takeOver(manager(ada)), ended('1'))
    expect(openIn(taken)).toMatchObject({ turn: undefined, copied: undefined })
    const passed = given(atGreeter, wants(copyOf('1')), transfer(system, toBot(orders, seat(expert))), ended('1'))
    expect(openIn(passed).turn?.trigger).not.toBe('fileResult')
  })

  it('a reply that comes too late sends nothing anywhere', () => {
    const world = given(atGreeter, takeOver(manager(ada)), wants(copyOf('1')))
    expect(jobs(world)).toEqual([])
  })
})
