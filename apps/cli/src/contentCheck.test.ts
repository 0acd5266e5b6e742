import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCommandLine } from './runCommandLine.ts'

let folder: string
let printed: string[]
let complained: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-content-'))
  printed = []
  complained = []
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)))
  vi.spyOn(console, 'error').mockImplementation((text) => void complained.push(String(text)))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => complained.push(String(text)) > 0)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const file = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const check = (...words: string[]) => runCommandLine(['content', 'check', ...words])
const lines = () => printed.map((line) => JSON.parse(line))

const good = { type: 'text', text: 'Hello' }
const bad = { type: 'vertical', elements: [{ type: 'image' }, { type: 'text', text: 7 }] }

describe('baton content check', () => {
  it('prints one verdict a line, in the order given, and ends with 1 when one is invalid', async () => {
    const files = [file('good.json', good), file('bad.json', bad)] as const
    expect(await check(...files)).toBe(1)
    expect(lines()).toMatchObject([
      { file: files[0], valid: true, problems: [] },
      {
        file: files[1],
        valid: false,
        problems: [
          { path: '/elements/0', rule: 'missing' },
          { path: '/elements/1/text', rule: 'not-text' },
        ],
      },
    ])
    printed = []
    expect(await check(files[0])).toBe(0)
  })

  it('checks for the channel, the kind and the profile that are named', async () => {
    const replies = file('replies.json', {
      type: 'quickReplies',
      itemsPerRow: 9,
      replies: [{ title: 'Yes', click: { actions: [{ type: 'publishText', text: 'yes' }] } }],
    })
    expect(await check('--kind', 'quickReply', '--profile', 'strict', replies)).toBe(0)
    expect(await check('--kind', 'quickReply', replies)).toBe(1)
    expect(
      await check('--kind', 'quickReply', '--channel', 'rcsBusinessMessaging', '--profile', 'strict', replies),
    ).toBe(1)
  })

  it('compares start times with --at, and pictures with --image-hosts', async () => {
    const slot = (startTime: string) => ({
      type: 'button',
      title: 'Choose',
      click: { metadata: [{ type: 'BusinessEvent', timing: { startTime, duration: 60 } }], actions: [] },
    })
    const picker = file('picker.json', {
      type: 'vertical',
      tag: 'datePicker',
      elements: [slot('2030-01-01T10:00:00Z')],
    })
    const apple = ['--channel', 'appleBusinessChat', picker]
    expect(await check(...apple)).toBe(0)
    expect(await check('--at', '2029-12-31T00:00:00Z', ...apple)).toBe(0)
    expect(await check('--at', '2030-02-01T00:00:00Z', ...apple)).toBe(1)
    const picture = file('picture.json', { type: 'image', url: 'https://img.example/a.png' })
    expect(await check('--image-hosts', file('hosts.txt', '# ours\nimg.example\n'), picture)).toBe(0)
    expect(await check('--image-hosts', file('hosts.json', ['other.example']), picture)).toBe(1)
  })

  it('says of a file that is not JSON that it is not valid', async () => {
    expect(await check(file('broken.json', '{"type": "text",'))).toBe(1)
    expect(lines()).toMatchObject([{ valid: false, problems: [{ path: '', rule: 'not-json' }] }])
  })

  it.each([
    [[]],
    [['--channel', 'fax', 'x.json']],
    [['--kind', 'card', 'x.json']],
    [['--profile', 'lax', 'x.json']],
    [['--at', 'soon', 'x.json']],
    [['--image-hosts', '/nowhere/hosts', 'x.json']],
    [['/nowhere/x.json']],
  ])('ends with 2 and says why when it is called wrongly: %j', async (words) => {
    expect(await check(...words)).toBe(2)
    expect(complained.join('')).not.toBe('')
    expect(printed).toEqual([])
  })

  it('tells how it is used', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    expect(await check('--help')).toBe(0)
    for (const word of ['--channel', 'whatsapp', 'quickReply', 'strict', '--at', '--image-hosts', 'Exit code']) {
      expect(write.mock.calls.join('')).toContain(word)
    }
  })
})
