import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isJsonObject, type JsonObject } from '@baton/base'
import { parseDefinition } from '@baton/dialog'
import { describe, expect, it } from 'vitest'
import { exportBot } from './exportBot.ts'
import { importExport } from './importExport.ts'
import { exportedBot, pattern, rule } from './testing/exportedBot.ts'

/** Lists of dialogs and interactions have no order that means anything (export B-42). */
function comparable(file: JsonObject): unknown {
  const byId = (list: unknown) => (list as JsonObject[]).toSorted((a, b) => String(a.id).localeCompare(String(b.id)))
  const { hash: _hash, groups, conversationMessage, ...rest } = file
  return { ...rest, groups: byId(groups), conversationMessage: byId(conversationMessage) }
}

const published = resolve(import.meta.dirname, '../../../../../shared/data/bot-exports')
const files = existsSync(published)
  ? readdirSync(published).filter((name) => name.endsWith('.json') && !name.includes('api-data'))
  : []

describe('an exported bot', () => {
  it.skipIf(files.length === 0).each(files.length === 0 ? ['exported bots need them beside the repository'] : files)(
    'export B-42: %s comes in without an unknown interaction, and goes out as it was',
    (name) => {
      const text = readFileSync(join(published, name), 'utf8')
      const { definition, findings } = importExport(text)
      if (definition === undefined) throw new Error(JSON.stringify(findings))
      expect(findings.filter(({ code }) => code === 'W-ITYPE')).toEqual([])
      expect(parseDefinition(JSON.parse(JSON.stringify(definition))).problems).toEqual([])
      const out = JSON.parse(JSON.stringify(exportBot(definition))) as JsonObject
      expect(comparable(out)).toEqual(comparable(JSON.parse(text) as JsonObject))
      expect(
        importExport(JSON.stringify(out))
          .findings.map(({ code }) => code)
          .toSorted(),
      ).toEqual(findings.map(({ code }) => code).toSorted())
    },
  )

  it('export B-34: keeps keys and values that nobody knows, at every level', () => {
    const file = exportedBot({
      dialogs: [
        {
          name: 'Welcome',
          more: { mood: 'sunny' },
          interactions: [
            { name: 'starter', type: 'DIALOG_STARTER', more: { pattern: ['hi'], odd: [1, { a: null }] } },
            {
              name: 'ask',
              type: 'BUTTON',
              tile: { text: 'Which?', glow: true, buttons: [{ name: 'A', type: 'postback', callback: 'a', spin: 2 }] },
              rules: [rule('next', [pattern('a')], { weight: 3 }), rule('none')],
            },
            { name: 'dance', type: 'DANCE_FLOOR', tile: { steps: 3 } },
          ],
        },
        {
          name: 'Fallback',
          type: 'FALLBACK_DIALOG',
          interactions: [{ name: 'sorry', type: 'TEXT', tile: { text: 'Sorry' } }],
        },
      ],
      more: { novelty: { x: 1 } },
      bot: { tempo: 'fast' },
    })
    const { definition, findings } = importExport(JSON.stringify(file))
    if (definition === undefined) throw new Error(JSON.stringify(findings))
    expect(comparable(exportBot(definition))).toEqual(comparable(file))
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['W-ITYPE', 'I-UNKNOWNKEY']))
    expect(isJsonObject(definition.extra)).toBe(true)
  })
})
