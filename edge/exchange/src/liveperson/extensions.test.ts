import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isJsonObject, type JsonObject } from '@baton/base'
import { type BotDefinition, FORMAT, parseDefinition } from '@baton/dialog'
import { describe, expect, it } from 'vitest'
import { exportBot } from './exportBot.ts'
import { importExport } from './importExport.ts'

/** Without what is only kept for the way back. */
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'extra' || key === '$schema' ? undefined : part)))
const byName = ({ dialogs, ...rest }: BotDefinition) => ({
  ...rest,
  dialogs: dialogs.toSorted((a, b) => a.name.localeCompare(b.name)),
})

const OURS: BotDefinition = {
  format: FORMAT,
  id: 'b',
  name: 'B',
  kind: 'custom',
  language: 'en-US',
  settings: { splitTextsAt: 500, greeting: 'hello' },
  domains: [
    {
      id: 'd',
      name: 'D',
      intents: [{ id: 'i', name: 'i', phrases: ['one', 'two'] }],
      entities: [{ kind: 'valueSet', name: 'SIZE', values: [{ phrase: 'large', value: 'L' }] }],
    },
  ],
  integrations: [
    { type: 'email', id: 'mail', name: 'Mail', to: 'a@a.example', subject: 'x', body: 'y' },
    {
      type: 'api',
      id: 'api',
      name: 'Api',
      method: 'GET',
      url: 'https://a.example',
      timeoutMs: 1_000,
      parameters: [{ key: 'q', value: '1' }],
    },
  ],
  dialogs: [
    {
      id: 'one',
      name: 'One',
      kind: 'standard',
      interactions: [
        { type: 'dialogStarter', id: 's', name: 's', patterns: ['go'], excludeKeywords: ['not'] },
        { type: 'privateMessage', id: 'p', name: 'p', text: 'For you' },
        {
          ...{ type: 'textQuestion', id: 'q', name: 'q', text: 'q?' },
          rules: [
            {
              when: [{ kind: 'entity', entity: 'SIZE' }],
              slot: { name: 'size', entity: 'SIZE' },
              match: 'all',
              next: { go: 'next' },
            },
          ],
          unrecognized: 'What?',
        },
        { type: 'integration', id: 'm', name: 'm', integrationId: 'mail' },
        { type: 'knowledgeSearch', id: 'k', name: 'k', knowledgeBase: 'shop', count: 2 },
        { type: 'dynamicRouting', id: 'r', name: 'r', fallbackSkillId: '3' },
        { type: 'text', id: 't', name: 't', text: 'Bye', next: { go: 'end' } },
      ],
    },
    {
      id: 'two',
      name: 'Two',
      kind: 'autoEscalation',
      threshold: 5,
      interactions: [{ type: 'text', id: 'u', name: 'u', text: 'x' }],
    },
    { id: 'three', name: 'Three', kind: 'fallback', interactions: [{ type: 'text', id: 'v', name: 'v', text: 'x' }] },
  ],
}

describe('what the format of an export cannot say', () => {
  const shop = parseDefinition(
    JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../../examples/bots/coffee-shop.json'), 'utf8')),
  ).definition as BotDefinition

  it.each([
    ['a bot with everything', OURS],
    ['the coffee shop', shop],
  ])('export B-44: %s comes back as it was', (_what, definition) => {
    const { definition: back, findings } = importExport(JSON.stringify(exportBot(definition)))
    if (back === undefined) throw new Error(JSON.stringify(findings))
    expect(bare(byName(back))).toEqual(bare(byName({ kind: 'custom', ...definition })))
    expect(findings.filter(({ code }) => ['W-ITYPE', 'W-MATCH', 'W-DANGLING', 'W-SHAPE'].includes(code))).toEqual([])
  })

  it('export B-44: what somebody changed in the file wins over it', () => {
    const file = structuredClone(exportBot(OURS)) as Record<string, unknown>
    const message = (file.conversationMessage as Record<string, unknown>[]).find(({ id }) => id === 'q')
    if (!isJsonObject(message)) throw new Error('no question')
    Object.assign(message, { name: 'renamed' })
    const question = importExport(JSON.stringify(file))
      .definition?.dialogs.flatMap(({ interactions }) => interactions)
      .find(({ id }) => id === 'q')
    expect(question?.name).toBe('renamed')
    expect(question?.unrecognized).toBeUndefined()
  })

  it('export B-39: what does not fit a bot there is told, and not used', () => {
    const file = {
      ...exportBot(OURS),
      'x-extensions': { baton: { settings: { splitTextsAt: 'long' } }, other: 1 },
    } as JsonObject
    const { definition, findings } = importExport(JSON.stringify(file))
    expect(definition?.settings?.splitTextsAt).toBeUndefined()
    expect(findings.find(({ jsonPointer }) => jsonPointer === '/x-extensions/baton')?.code).toBe('W-SHAPE')
    expect(definition && exportBot(definition)['x-extensions']).toMatchObject({ other: 1 })
  })
})
