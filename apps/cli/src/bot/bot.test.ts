import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { FORMAT } from '@baton/dialog'
import { SCRIPT_FUNCTIONS as KNOWN_TO_THE_IMPORTER } from '@baton/exchange'
import { SCRIPT_FUNCTIONS } from '@baton/sandbox'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runCommandLine } from '../runCommandLine.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-bot-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, content: unknown): string {
  const file = join(folder, name)
  const lines = Array.isArray(content) && name.endsWith('l')
  writeFileSync(file, lines ? content.map((line) => JSON.stringify(line)).join('\n') : JSON.stringify(content))
  return file
}

/** Runs a command and reads what it prints. */
async function run(...words: string[]): Promise<{ code: number; lines: Record<string, unknown>[]; told: string }> {
  const printed: string[] = []
  const errors: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)))
  const error = vi.spyOn(console, 'error').mockImplementation((line) => void errors.push(String(line)))
  try {
    const code = await runCommandLine(words)
    const lines = printed.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []))
    return { code, lines, told: [...printed, ...errors].join('\n') }
  } finally {
    log.mockRestore()
    error.mockRestore()
  }
}

const shop = {
  format: FORMAT,
  id: 'shop',
  name: 'Shop',
  language: 'en-US',
  globalFunctions: 'function double(n) { return n * 2 }',
  integrations: [
    {
      type: 'api',
      id: 'stock',
      name: 'Stock',
      method: 'GET',
      url: 'https://shop.example/stock/{$botContext.flower}',
      fields: [{ key: 'left', path: '{$.api_Stock.left}' }],
    },
    { type: 'file', id: 'share', name: 'Share', method: 'PUT', url: 'https://shop.example/files' },
  ],
  dialogs: [
    {
      id: 'd1',
      name: 'Welcome',
      kind: 'standard',
      interactions: [
        { type: 'dialogStarter', id: 'a', name: 'starter', patterns: ['hi'] },
        {
          type: 'quickReplyQuestion',
          id: 'b',
          name: 'which',
          text: 'Which flower?',
          choices: [
            { kind: 'text', title: 'Rose', payload: 'rose' },
            { kind: 'text', title: 'Tulip' },
          ],
          rules: [
            {
              when: [{ kind: 'pattern', patterns: ['rose', 'tulip'] }],
              set: [{ name: 'flower', value: '{$userMessage}', scope: 'session' }],
              next: { go: 'next' },
            },
          ],
        },
        {
          type: 'integration',
          id: 'c',
          name: 'ask the stock',
          integrationId: 'stock',
          rules: [
            { when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'e' } },
            { when: [{ kind: 'result', status: 'success' }], next: { go: 'next' } },
          ],
        },
        {
          type: 'text',
          id: 'd',
          name: 'left',
          text: '{Stock.left} left, twice that is {$botContext.twice}.',
          preProcess:
            "botContext.setBotVariable('twice', double(botContext.getBotVariable('Stock.left')), true, false)",
          next: { go: 'dialog', id: 'd2' },
        },
        { type: 'text', id: 'e', name: 'sorry', text: 'The stock does not answer.', next: { go: 'dialog', id: 'd2' } },
      ],
    },
    {
      id: 'd2',
      name: 'Card',
      kind: 'standard',
      interactions: [
        { type: 'fileUpload', id: 'f', name: 'card', text: 'Your card?', acceptedTypes: ['PDF'] },
        { type: 'integration', id: 'g', name: 'keep', integrationId: 'share' },
        { type: 'agentTransfer', id: 'h', name: 'hand over', skillId: '{$env.skill}', message: 'One moment' },
      ],
    },
  ],
}

describe('baton bot play', () => {
  it('dialogs R8.2: plays a file of turns: taps, calls, scripts, a file that is uploaded, and a transfer', async () => {
    writeFileSync(join(folder, 'card.pdf'), '%PDF-1.7')
    const turns = write('turns.jsonl', [{ choose: 'rose' }, { file: join(folder, 'card.pdf'), caption: 'mine' }])
    const http = write('http.json', [
      { method: 'GET', url: 'https://shop.example/stock/*', body: { left: 7 } },
      { method: 'PUT', url: 'https://shop.example/files', status: 201 },
    ])
    const { code, lines } = await run(
      ...['bot', 'play', write('shop.json', shop), '--turns', turns, '--http', http],
      ...['--env', write('env.json', { skill: 42 })],
    )
    expect(code).toBe(0)
    expect(lines.filter(({ type }) => type !== 'log')).toEqual([
      expect.objectContaining({ turn: 0, type: 'text', text: 'Which flower?', quickReplies: expect.anything() }),
      {
        turn: 1,
        type: 'call',
        integration: 'Stock',
        method: 'GET',
        url: 'https://shop.example/stock/rose',
        status: 200,
        ms: 0,
      },
      { turn: 1, type: 'text', text: '7 left, twice that is 14.' },
      { turn: 1, type: 'text', text: 'Your card?' },
      { turn: 2, type: 'text', text: 'Processing the file\u2026' },
      { turn: 2, type: 'transfer', skillId: '42', message: 'One moment' },
      {
        turn: 2,
        type: 'call',
        integration: 'Share',
        method: 'PUT',
        url: 'https://shop.example/files',
        status: 201,
        ms: 0,
      },
      { turn: 2, type: 'text', text: 'Successfully processed the file.' },
    ])
  })

  it('goes the failure path where no fixture answers', async () => {
    const turns = write('turns2.jsonl', [{ choose: 'Tulip' }])
    const { lines } = await run(
      'bot',
      'play',
      write('shop.json', shop),
      '--turns',
      turns,
      '--http',
      write('none.json', []),
    )
    expect(lines.filter(({ type, turn }) => type === 'text' && turn === 1).map(({ text }) => text)).toEqual([
      'The stock does not answer.',
      'Your card?',
    ])
  })

  it('dialogs R8.2, R8.24: without fixtures the file itself goes to the service, and any 2xx is a success', async () => {
    const got: { type: string | undefined; body: string }[] = []
    const service = createServer(async (request, response) => {
      let body = ''
      for await (const piece of request) body += piece
      got.push({ type: request.headers['content-type'], body })
      response.writeHead(got.length === 1 ? 503 : 202).end()
    })
    await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
    const host = `127.0.0.1:${(service.address() as AddressInfo).port}`
    try {
      writeFileSync(join(folder, 'proof.pdf'), '%PDF-1.7 of credit')
      const file = { type: 'fileUpload', text: 'Your proof?', acceptedTypes: ['PDF'] }
      const bot = {
        ...{ format: FORMAT, id: 'u', name: 'U', language: 'en' },
        integrations: [
          { type: 'file', id: 'share', name: 'Share', method: 'PUT', url: `http://${host}/in` },
          { type: 'file', id: 'links', name: 'Links', method: 'POST', url: `http://${host}/`, body: '{{file_url}}' },
        ],
        dialogs: [
          {
            ...{ id: 'd', name: 'D', kind: 'standard' },
            interactions: [
              { type: 'dialogStarter', id: 's', name: 's', patterns: ['send'] },
              ...[
                { ...file, id: 'f', name: 'f' },
                { type: 'integration', id: 'i', name: 'i', integrationId: 'share' },
              ],
              ...[
                { ...file, id: 'g', name: 'g' },
                { type: 'integration', id: 'j', name: 'j', integrationId: 'links' },
              ],
            ],
          },
        ],
      }
      const proof = { file: join(folder, 'proof.pdf') }
      const turns = write('uploads.jsonl', [{ say: 'send' }, proof, proof])
      const { lines } = await run('bot', 'play', write('uploads.json', bot), '--turns', turns, '--allow-host', host)
      expect(got).toEqual(Array(2).fill({ type: 'application/pdf', body: '%PDF-1.7 of credit' }))
      const ofTurn = (turn: number, type: string) => lines.filter((line) => line.turn === turn && line.type === type)
      expect(ofTurn(2, 'call')).toMatchObject([{ integration: 'Share', method: 'PUT', status: 202 }])
      expect(ofTurn(2, 'text').at(-1)).toMatchObject({ text: 'Successfully processed the file.' })
      expect(ofTurn(3, 'log')).toMatchObject([{ level: 'error', text: expect.stringContaining('In a play') }])
      expect(ofTurn(3, 'text').at(-1)).toMatchObject({ text: 'Failed to process the file. Please try again.' })
    } finally {
      service.closeAllConnections()
      service.close()
    }
  })

  it('prints the variables after each turn with --trace, and keeps the session until the clock says otherwise', async () => {
    const turns = write('turns3.jsonl', [{ say: 'rose' }, { advance: 3_700_000 }, { say: 'tulip' }])
    const { lines } = await run(
      ...['bot', 'play', write('shop.json', shop), '--turns', turns, '--http', write('none.json', []), '--trace'],
    )
    const variables = lines.filter(({ type }) => type === 'variables').map(({ variables }) => variables)
    expect(variables).toEqual([{}, expect.objectContaining({ flower: 'rose' }), {}])
  })

  it('says which line of the turns is wrong, and which choice there is not', async () => {
    const bot = write('shop.json', shop)
    expect(await run('bot', 'play', bot, '--turns', write('bad.jsonl', [{ say: 'hi' }, { shout: 1 }]))).toMatchObject({
      code: 2,
      told: expect.stringContaining('turns, line 2: has none of'),
    })
    const { code, told } = await run('bot', 'play', bot, '--turns', write('lost.jsonl', [{ choose: 'Lily' }]))
    expect([code, told]).toEqual([1, expect.stringContaining('There is no choice \\"Lily\\"')])
  })

  it('refuses a bot with errors, and names the place', async () => {
    const broken = { ...shop, dialogs: [{ id: 'x', name: 'X', kind: 'sideways', interactions: [] }] }
    const { code, told } = await run('bot', 'play', write('broken.json', broken), '--turns', write('t.jsonl', []))
    expect([code, told]).toEqual([1, expect.stringContaining('/dialogs/0/kind')])
  })
})

const exported = resolve(import.meta.dirname, '../../../../../shared/data/bot-exports')

describe('baton bot import', () => {
  it('the importer knows exactly the functions that scripts have', () => {
    expect([...KNOWN_TO_THE_IMPORTER].sort()).toEqual([...SCRIPT_FUNCTIONS].sort())
  })

  it('tells what came in as one JSON object', async () => {
    const { code, lines } = await run('bot', 'import', write('shop.json', shop), '--json')
    expect(code).toBe(0)
    expect(lines).toMatchObject([
      { format: 'baton', imported: true, counts: { dialogs: 2, interactions: 8 }, findings: [{ code: 'W-SHAPE' }] },
    ])
  })

  it('refuses what is no bot', async () => {
    expect(await run('bot', 'import', write('other.json', { a: 1 }))).toMatchObject({ code: 1 })
    expect(await run('bot', 'import', join(folder, 'missing.json'))).toMatchObject({ code: 2 })
  })

  it.skipIf(!existsSync(exported))(
    'exported bots need them beside the repository: one that calls a service plays to its end',
    async () => {
      const data = JSON.parse(readFileSync(join(exported, 'dynamic-button-bot.api-data.json'), 'utf8')) as {
        id: string
      }[]
      const http = write(
        'buttons.json',
        data.map((body) => ({ url: `https://*/${body.id}`, body: body as never })),
      )
      const turns = write('buttons.jsonl', [{ say: '3' }, { choose: 'Button 2' }, { choose: 'No' }])
      const bot = join(exported, 'dynamic-button-bot.json')
      const { code, lines } = await run('bot', 'play', bot, '--turns', turns, '--http', http)
      expect(code).toBe(0)
      const card = lines.find(({ type }) => type === 'structuredContent')
      expect(JSON.stringify(card)).toContain("You've selected 3 button(s)")
      expect(lines.at(-1)).toEqual({ turn: 3, type: 'close', survey: false })
    },
  )
})

describe('baton bot play, between the lines', () => {
  it('counts every line of the file, and does not let a bot hear what it handed over', async () => {
    const bot = {
      ...{ format: FORMAT, id: 'b', name: 'B', language: 'en' },
      dialogs: [
        {
          ...{ id: 'd', name: 'D', kind: 'standard' },
          interactions: [
            { type: 'dialogStarter', id: 's', name: 's', patterns: ['person'] },
            { type: 'agentTransfer', id: 't', name: 't', skillId: '7' },
          ],
        },
        {
          ...{ id: 'f', name: 'F', kind: 'standard' },
          interactions: [
            { type: 'dialogStarter', id: 's2', name: 's2', patterns: ['__agent_escalation_failed__'] },
            { type: 'text', id: 'x', name: 'x', text: 'Nobody is there.' },
          ],
        },
      ],
    }
    const turns = write('between.jsonl', [
      ...[{ advance: 5 }, { say: 'person' }, { say: 'hello?' }, { event: '__agent_escalation_failed__' }],
    ])
    const { lines } = await run('bot', 'play', write('between.json', bot), '--turns', turns, '--trace')
    const told = lines.filter(({ type, level }) => type !== 'variables' && level !== 'warning' && level !== 'debug')
    expect(told.slice(1)).toEqual([
      { turn: 2, type: 'transfer', skillId: '7', message: 'Transferring to an agent\u2026' },
      { turn: 3, type: 'log', level: 'info', text: 'The conversation was handed over; the bot does not hear this.' },
      { turn: 4, type: 'text', text: 'Nobody is there.' },
    ])
    expect(JSON.stringify(lines)).toContain('The pattern \\"person\\" of \\"D\\" matches.')
  })
})

describe('baton bot export', () => {
  it('writes what import reads again', async () => {
    const out = join(folder, 'out.json')
    expect((await run('bot', 'export', write('shop.json', shop), '--out', out)).code).toBe(0)
    const { lines } = await run('bot', 'import', out, '--json')
    expect(lines).toMatchObject([{ format: 'liveperson', imported: true, counts: { dialogs: 2, interactions: 8 } }])
  })
})
