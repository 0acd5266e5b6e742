import type { JsonObject, JsonValue } from '@baton/base'
import { advance, checkDefinition, compile, newRun, parseDefinition } from '@baton/dialog'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exportBot } from './exportBot.ts'
import { FINDING_CODES } from './findings.ts'
import { importExport } from './importExport.ts'
import { everyShape } from './testing/everyShape.ts'
import { exportedBot, rule } from './testing/exportedBot.ts'
import { resolves } from './testing/resolves.ts'

const codes = (text: string) => importExport(text).findings.map(({ code }) => code)
const greet = { name: 'hello', type: 'TEXT', tile: { text: 'Hello' } }
const withText = (more: object) =>
  JSON.stringify(
    exportedBot({ dialogs: [{ name: 'd', type: 'FALLBACK_DIALOG', interactions: [{ ...greet, ...more }] }] }),
  )

describe('a file that is no bot', () => {
  it.each([
    ['nothing', '', 'E-JSON'],
    ['half a file', '{"bot": {', 'E-JSON'],
    ['a list', '[]', 'E-SHAPE'],
    ['a word', '"bot"', 'E-SHAPE'],
    ['null', 'null', 'E-SHAPE'],
    ['an empty object', '{}', 'E-SHAPE'],
    ['parts of other types', '{"bot": [], "groups": {}, "conversationMessage": "x"}', 'E-SHAPE'],
    ['interactions that are none', '{"bot": {}, "groups": [], "conversationMessage": [1, null]}', 'E-SHAPE'],
    ['a depth without end', `{"bot": ${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'E-JSON'],
    ['more than anybody reads', `{"bot": "${'x'.repeat(65 * 1024 * 1024)}"}`, 'E-JSON'],
  ])('export B-31: %s is refused with a reason', (_what, text, code) => {
    const { definition, findings } = importExport(text)
    expect(definition).toBeUndefined()
    expect(findings[0]).toMatchObject({ severity: 'E', code })
  })

  it('export B-31: a mark at the beginning and the line ends of another system are all right', () => {
    const text = `\uFEFF${JSON.stringify(everyShape(), undefined, 2).replaceAll('\n', '\r\n')}`
    expect(importExport(text).definition).toBeDefined()
  })

  it('export E-DUPID: two of one id are none that can be told apart', () => {
    const file = JSON.stringify(exportedBot({ dialogs: [{ name: 'd', interactions: [greet, greet] }] }))
    expect(codes(file)).toContain('E-DUPID')
  })
})

describe('a bot that is more than a bot can be here', () => {
  it.each([
    ['a text of a megabyte', { tile: { text: 'x'.repeat(1_000_000) } }],
    [
      'a card without a tile',
      { type: 'STRUCTURED', more: { content: { results: { type: 'STRUCTURED', tile: { tileData: [] } } } } },
    ],
    ['a name without end', { name: 'n'.repeat(150), more: { name: 'n'.repeat(5_000) } }],
    [
      'a thousand buttons',
      {
        type: 'BUTTON',
        tile: {
          text: 'x',
          buttons: Array.from({ length: 1_000 }, () => ({ name: 'b', type: 'postback', callback: 'b' })),
        },
      },
    ],
    ['rules without end', { rules: Array.from({ length: 2_000 }, () => rule('none')) }],
  ])('export B-35: %s is kept, told, and passed over', (_what, more) => {
    const { definition, findings } = importExport(withText(more))
    expect(findings.map(({ code }) => code)).toContain('W-SHAPE')
    expect(parseDefinition(definition).definition).toBeDefined()
    expect(definition?.dialogs[0]?.interactions[0]?.type).toBe('unsupported')
  })
})

describe('links that lead nowhere', () => {
  const file = exportedBot({
    dialogs: [
      { name: 'd', type: 'FALLBACK_DIALOG', interactions: [{ ...greet, more: { nextMessageId: 'gone' } }] },
      {
        name: 'e',
        interactions: [{ name: 'other', type: 'TEXT', tile: { text: 'x' }, more: { prevMessageId: 'hello' } }],
      },
    ],
  })
  const told = (code: string) => importExport(JSON.stringify(file)).findings.filter((finding) => finding.code === code)
  it('export §14.2: W-DANGLING for a link of the chain', () => {
    expect(told('W-DANGLING').map(({ jsonPointer }) => jsonPointer)).toEqual(['/conversationMessage/0/nextMessageId'])
  })
  it('export B-5: W-CHAIN for a link into another dialog', () => {
    expect(told('W-CHAIN').map(({ jsonPointer }) => jsonPointer)).toContain('/conversationMessage/1/prevMessageId')
  })
  it('export W-DANGLING: an action, an integration and a dialog that are not in the file, each at its place', () => {
    const { findings } = importExport(
      JSON.stringify(
        exportedBot({
          dialogs: [
            {
              name: 'd',
              type: 'FALLBACK_DIALOG',
              interactions: [
                { ...greet, rules: [rule('0123456789abcdef0123456789abcdef01234567')] },
                {
                  name: 'call',
                  type: 'API_INTEGRATION',
                  more: { content: { responderId: 'gone', responderName: 'Gone' } },
                },
                { name: 'lost', type: 'TEXT', tile: { text: 'x' }, more: { group: 'nowhere' } },
              ],
            },
          ],
        }),
      ),
    )
    expect(
      findings
        .filter(({ code }) => code === 'W-DANGLING')
        .map(({ jsonPointer }) => jsonPointer)
        .toSorted(),
    ).toEqual([
      '/conversationMessage/0/responseMatches/0/action/value',
      '/conversationMessage/1/content/responderId',
      '/conversationMessage/2/group',
    ])
  })
})

describe('scripts and secrets', () => {
  it.each([
    ['var a = (', 'does not compile'],
    ['var f = (x) => x', 'not of the language'],
    ['for each (var x in y) { f(x) }', 'for each'],
    ['botContext.fly()', 'does not exist'],
    ["botContext.setTriggerNextMessage('nowhere')", 'no interaction has this name'],
  ])('export §14.2: %s is told', (code, message) => {
    expect(
      importExport(withText({ more: { preProcessMessage: code } }))
        .findings.map((finding) => finding.message)
        .join(),
    ).toContain(message)
  })
  it.each([
    [{ headers: [{ key: 'x-api-key', value: 'abc123' }] }, true],
    [{ headers: [{ key: 'Authorization', value: '{$botContext.token}' }] }, false],
    [{ postBody: '{"apiKey": "abcdef"}' }, true],
    [{ postBody: '{"apiKey": "{$botContext.key}"}' }, false],
    [{ postBody: 'name=x&client_secret=abcdef' }, true],
    [{ postBody: '{"name": "x"}' }, false],
  ] as const)('export B-23: %j holds a secret: %s', (more, expected) => {
    const responder = [
      {
        id: 'a',
        name: 'A',
        integrationType: 'API',
        method: 'POST',
        webhook: 'https://a.example',
        ...more,
      } as JsonObject,
    ]
    const file = exportedBot({ dialogs: [{ name: 'd', type: 'FALLBACK_DIALOG', interactions: [greet] }], responder })
    expect(codes(JSON.stringify(file)).includes('I-SECRET')).toBe(expected)
  })
})

describe('a huge bot', () => {
  it('50,000 interactions in 1,000 dialogs, with rules, scripts and patterns, come in within seconds', () => {
    const dialogs = Array.from({ length: 1_000 }, (_, at) => ({
      name: `d${at}`,
      type: at === 0 ? 'FALLBACK_DIALOG' : 'DIALOG',
      interactions: Array.from({ length: 50 }, (_, index) => ({
        name: `d${at} i${index}`,
        type: index === 0 && at > 0 ? 'DIALOG_STARTER' : 'TEXT',
        tile: { text: `Text ${index} of {$botContext.name}` },
        rules: [rule(index % 7 === 3 ? `d${(at * 7) % 1_000} i1` : 'next')],
        more: {
          ...(index === 0 && { pattern: [`*word${at}*a*b*c*`] }),
          ...(index % 10 === 5 && { preProcessMessage: "var x = 'y'" }),
        },
      })),
    }))
    const text = JSON.stringify(exportedBot({ dialogs }))
    expect(text.length).toBeGreaterThan(10 * 1024 * 1024)
    const before = process.cpuUsage()
    const { definition, findings } = importExport(text)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(30_000) // 3 s; of this process, whatever else the machine has to do
    expect(definition?.dialogs.flatMap(({ interactions }) => interactions)).toHaveLength(50_000)
    expect(findings.filter(({ severity }) => severity !== 'I').length).toBeLessThan(10)
  }, 60_000)
})

/** Every place in a value, as a list of keys. */
function placesIn(value: JsonValue, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [at]
  const entries = Array.isArray(value) ? [...(value as readonly JsonValue[]).entries()] : Object.entries(value)
  return [at, ...entries.flatMap(([key, part]) => placesIn(part as JsonValue, [...at, key]))]
}

type Change = {
  readonly place: number
  readonly how: 'drop' | 'replace' | 'retarget'
  readonly by: JsonValue
  readonly from: number
}

function change(file: JsonValue, { place, how, by, from }: Change): JsonValue {
  const copy = structuredClone(file) as Record<string, JsonValue>
  const places = placesIn(copy)
  const path = places[place % places.length] ?? []
  const last = path.at(-1)
  if (last === undefined) return copy
  const parent = path.slice(0, -1).reduce<unknown>((here, key) => Reflect.get(here as object, key), copy) as Record<
    string,
    JsonValue
  >
  if (how === 'drop') {
    if (Array.isArray(parent)) parent.splice(Number(last), 1)
    else delete parent[last]
  } else if (how === 'replace') parent[last] = by
  else {
    const source = places[from % places.length] ?? []
    parent[last] =
      structuredClone(
        source.reduce<unknown>(
          (here, key) => (typeof here === 'object' && here !== null ? Reflect.get(here, key) : null),
          copy,
        ) as JsonValue,
      ) ?? null
  }
  return copy
}

const changes = fc.array(
  fc.record({
    place: fc.nat(1_000_000),
    how: fc.constantFrom('drop' as const, 'replace' as const, 'retarget' as const),
    by: fc.oneof(
      fc.constantFrom<JsonValue>(
        null,
        true,
        -1,
        1e300,
        '',
        '*',
        '(',
        '(((|',
        '{$botContext.x}',
        '__proto__',
        [],
        {},
        [null],
        'x'.repeat(500),
      ),
      fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
    ),
    from: fc.nat(1_000_000),
  }),
  { minLength: 1, maxLength: 6 },
)

/** Leaves nothing where a tile was: such an export was read, and could not be written. */
const NO_TILE: Change[] = [
  { place: 494_718, how: 'replace', by: null, from: 0 },
  { place: 0, how: 'drop', by: {}, from: 0 },
]

describe('an export that was changed at random', () => {
  it('never stops the import; every finding has a known code and a place that exists; what comes in can be played and written', () => {
    const whole = everyShape()
    fc.assert(
      fc.property(changes, (list) => {
        const file = list.reduce<JsonValue>(change, whole)
        const text = JSON.stringify(file)
        const { definition, findings } = importExport(text)
        for (const { code, jsonPointer } of findings) {
          expect(Object.keys(FINDING_CODES)).toContain(code)
          if (!resolves(file, jsonPointer)) throw new Error(`${code} ${jsonPointer}`)
        }
        if (definition === undefined) {
          expect(findings.some(({ severity }) => severity === 'E')).toBe(true)
          return
        }
        expect(parseDefinition(definition).problems.filter(({ severity }) => severity !== 'warning')).toEqual([])
        checkDefinition(definition)
        const bot = compile(definition)
        const facts = { accountId: 'a', conversationId: 'c', consumerId: 'u', channel: 'lp_web' }
        const { run } = advance(bot, newRun('b', facts, 1), { kind: 'opening', at: 1 })
        advance(bot, run, { kind: 'message', at: 2, text: 'hi' })
        const again = importExport(JSON.stringify(exportBot(definition)))
        expect(again.definition).toBeDefined()
      }),
      { numRuns: 150, examples: [[NO_TILE]] },
    )
  }, 60_000)
})
