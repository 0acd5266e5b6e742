import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  MAIN_PHASE_ACTIONS,
  type ReplyRules,
  SURVEY_PHASE_ACTIONS,
  type UntrustedAction,
  type UntrustedItem,
  type UntrustedReply,
  validateReply,
} from './index.ts'

const rules: ReplyRules = {
  imageHosts: ['img.example'],
  encodedMetadata: true,
  requireIntents: false,
  offers: MAIN_PHASE_ACTIONS,
}

type Part = Record<string, unknown> & { kind: string }
const ACTIONS = ['transfer', 'close', 'changePriority', 'unknown']

/** A reply as its author wrote it: items and actions in one row, each at its place. */
function reply(parts: readonly Part[], more: Partial<UntrustedReply> = {}): UntrustedReply {
  const items: UntrustedItem[] = []
  const actions: UntrustedAction[] = []
  for (const [index, part] of parts.entries()) {
    const placed = { path: `/${index}`, ...part }
    if (ACTIONS.includes(part.kind))
      actions.push({ ...placed, itemsBefore: items.length } as unknown as UntrustedAction)
    else items.push(placed as unknown as UntrustedItem)
  }
  return { items, actions, intents: [], ...more }
}
const judge = (parts: readonly Part[], change: Partial<ReplyRules> = {}, more: Partial<UntrustedReply> = {}) =>
  validateReply(reply(parts, more), { ...rules, ...change })
const text = (words: unknown = 'hello', more: object = {}): Part => ({ kind: 'text', text: words, ...more })
const card = (structured: unknown, more: object = {}): Part => ({ kind: 'structured', structured, ...more })
const delay = (seconds: unknown, typing?: unknown): Part => ({ kind: 'delay', seconds, typing })
const say = (words: string, more: object = {}) => ({
  kind: 'say',
  content: { kind: 'text', text: words },
  audience: 'ALL',
  ...more,
})
const BUTTON = { type: 'button', title: 'Yes' }
const JUMP: Part = { kind: 'unknown', name: 'JUMP' }

describe('messages', () => {
  it('connector E01, E02: keep their order', () => {
    const verdict = judge([text('one'), card(BUTTON), text('two')])
    const contents = [say('one').content, { kind: 'structured', structured: BUTTON }, say('two').content]
    expect(verdict).toMatchObject({
      ok: true,
      problems: [],
      reply: { items: contents.map((content) => ({ content })) },
    })
  })

  it('connector E03, E04: may be for agents only, written exactly so', () => {
    const forAgents = judge([text('note', { audience: 'AGENTS_AND_MANAGERS' })])
    expect(forAgents).toMatchObject({ ok: true, reply: { items: [{ audience: 'AGENTS_AND_MANAGERS' }] } })
    const misspelt = judge([text('note', { audience: 'agents_and_managers' })])
    expect(misspelt).toMatchObject({ code: 'reply-invalid', problems: [{ path: '/0/audience' }] })
  })

  it('connector E29, R4.2: leave a blank text out, and are nothing without another', () => {
    expect(judge([text(' \n'), text('good')])).toMatchObject({
      ok: true,
      reply: { items: [say('good')] },
      problems: [{ path: '/0/text', rule: 'blank-text', severity: 'warning' }],
    })
    expect(judge([text('')])).toMatchObject({ ok: false, code: 'reply-nothing-left' })
  })

  const YES = { actions: [{ type: 'publishText', text: 'yes' }] }

  it('connector E17, E18, R4.9: carry quick replies below a text, never without', () => {
    const quickReplies = { type: 'quickReplies', itemsPerRow: 8, replies: [{ ...BUTTON, click: YES }] }
    expect(judge([card({ message: 'Sure?', quickReplies })])).toMatchObject({
      ok: true,
      reply: { items: [{ content: { kind: 'text', text: 'Sure?', quickReplies } }] },
    })
    expect(judge([card({ quickReplies }), text()])).toMatchObject({
      ok: true,
      reply: { items: [say('hello')] },
      problems: [{ path: '/0/structured/message' }],
    })
  })

  it('connector E11, E12, R5.T18: lose a card that cannot be shown, and are rejected when nothing is left', () => {
    const unknown = card({ type: 'vertical', elements: [{ type: 'hologram' }] })
    const verdict = judge([unknown, text()])
    expect(verdict).toMatchObject({ ok: true, reply: { items: [say('hello')] } })
    expect(verdict.problems).toEqual([
      expect.objectContaining({ path: '/0/structured/elements/0/type', rule: 'unknown-element' }),
    ])
    expect(verdict.problems[0]).not.toHaveProperty('severity')
    expect(judge([unknown])).toMatchObject({ ok: false, code: 'reply-nothing-left' })
    expect(judge([unknown, delay(1)])).toMatchObject({ ok: false, code: 'reply-nothing-left' })
  })

  it.each([
    ['https://img.example/a.png', true],
    ['https://IMG.example:443/a.png', true],
    ['https://a.img.example/a.png', false],
    ['http://img.example/a.png', false],
    ['https://img.example:8443/a.png', false],
    ['https://user@img.example/a.png', false],
    ['https://img.example.evil.example/a.png', false],
    ['//img.example/a.png', false],
  ])('connector E13, E14, E15, R4.40: an image at %s is shown: %s', (url, shown) => {
    const verdict = judge([card({ type: 'vertical', elements: [{ type: 'image', url }] }), text()])
    expect(verdict.ok && verdict.reply.items).toHaveLength(shown ? 2 : 1)
    expect(verdict.problems.map(({ rule }) => rule)).toEqual(shown ? [] : ['image-host-not-allowed'])
  })

  it.each([
    ['https://img.example/shoes', true],
    ['http://img.example/shoes', true],
    ['tel:+4930123', true],
    ['https://shop.example/shoes', false],
    ['https://img.example:8443/shoes', false],
  ])('connector R4.41: where links are held to the list, one to %s is shown: %s', (uri, shown) => {
    const button = { type: 'button', title: 'Look', click: { actions: [{ type: 'link', name: 'look', uri }] } }
    const reply = [card({ type: 'vertical', elements: [button] }), text()]
    expect(judge(reply)).toMatchObject({ ok: true, problems: [] })
    const verdict = judge(reply, { checkLinkHosts: true })
    expect(verdict.ok && verdict.reply.items).toHaveLength(shown ? 2 : 1)
    expect(verdict.problems.map(({ rule }) => rule)).toEqual(shown ? [] : ['link-host-not-allowed'])
  })

  it('connector E25: lose structured content of more than 15,000 bytes', () => {
    const words = (characters: number) => ({ type: 'text', text: 'ü'.repeat(characters) })
    const large = (characters: number) =>
      card({ type: 'vertical', elements: [words(characters / 2), words(characters / 2)] })
    expect(judge([large(7_000), text()])).toMatchObject({ problems: [] })
    expect(judge([large(7_500), text()])).toMatchObject({ ok: true, problems: [{ rule: 'too-large' }] })
  })

  it('connector E19, E20, X1: take metadata as a list or as one object', () => {
    const one = { type: 'ExternalId', id: 'a' }
    for (const metadata of [[one], one]) {
      expect(judge([text('hello', { metadata })])).toMatchObject({
        reply: { items: [say('hello', { metadata: [one] })] },
      })
    }
    expect(judge([text('hello', { metadata: [{ id: 'a' }] }), text()])).toMatchObject({
      ok: true,
      reply: { items: [say('hello')] },
      problems: [{ path: '/0/metadata/0' }],
    })
    expect(judge([text('hello', { metadata: 'a' })])).toMatchObject({ code: 'reply-invalid' })
  })

  it('connector E21 to E24, R4.35: carry opaque base64, or are dropped for it', () => {
    const encoded = (encodedMetadata: string, change: Partial<ReplyRules> = {}) => {
      const verdict = judge([text('first', { encodedMetadata }), text('second')], change)
      return [verdict.ok && verdict.reply.items.length, verdict.problems[0]?.rule]
    }
    expect(encoded('eyJhIjoxfQ==')).toEqual([2, undefined])
    expect(encoded('not base64!')).toEqual([1, 'encoded-metadata-not-base64'])
    expect(encoded('abc')).toEqual([1, 'encoded-metadata-not-base64'])
    expect(encoded('A'.repeat(6_000))).toEqual([1, 'encoded-metadata-too-long'])
    expect(encoded('A'.repeat(5_120))).toEqual([2, 'encoded-metadata-long'])
    expect(encoded('eyJhIjoxfQ==', { encodedMetadata: false })).toEqual([1, 'encoded-metadata-off'])
  })
})

describe('delays', () => {
  it('connector E05, E06: hold back what follows, with typing unless told otherwise', () => {
    expect(judge([delay(4), text(), delay(2, false)])).toMatchObject({
      reply: { items: [{ durationMs: 4_000, typing: true }, {}, { durationMs: 2_000, typing: false }] },
    })
  })

  it('connector E07, R4.13: alone are a silence that the bot wants', () => {
    expect(judge([delay(1)])).toMatchObject({ ok: true, reply: { items: [{ kind: 'delay' }] } })
  })

  it.each([0, 1.5, -1, '3', null, undefined])(
    'connector E08: reject the reply when they last %j seconds',
    (seconds) => {
      expect(judge([delay(seconds), text()])).toMatchObject({
        code: 'reply-invalid',
        problems: [{ path: '/0/seconds' }],
      })
    },
  )

  it('connector E09: are shortened to two minutes', () => {
    expect(judge([delay(100_000)])).toMatchObject({
      reply: { items: [{ durationMs: 120_000 }] },
      problems: [{ severity: 'warning' }],
    })
  })
})

describe('actions', () => {
  it('connector F21, R4.28: are one at most', () => {
    expect(judge([text(), { kind: 'close' }, { kind: 'close' }])).toMatchObject({
      ok: false,
      code: 'reply-multiple-actions',
      problems: [{ path: '/2' }],
    })
  })

  it('connector F22, R4.29: come last, wherever they stand', () => {
    expect(judge([{ kind: 'close' }, text()])).toMatchObject({
      ok: true,
      reply: { items: [say('hello')], action: { kind: 'close', withSurvey: true } },
      problems: [{ path: '/0', rule: 'action-not-last', severity: 'warning' }],
    })
  })

  it.each([
    [{ skillName: 'Returns' }, { skillName: 'Returns' }, 0],
    [{ skillName: 'Returns', agentId: '7' }, { skillName: 'Returns', agentId: '7' }, 0],
    [{ agentId: '7' }, { agentId: '7' }, 1],
    [{}, {}, 1],
    [{ skillName: 7, agentId: {} }, {}, 3],
  ])('connector F01, F04, F07, F08, R4.44: a transfer with %j names %j', (given, named, warnings) => {
    const verdict = judge([{ kind: 'transfer', ...given }])
    expect(verdict).toMatchObject({ ok: true, reply: { action: { kind: 'transfer', ...named } } })
    expect(verdict.problems.map(({ severity }) => severity)).toEqual(Array(warnings).fill('warning'))
  })

  it('connector F10, F11: closing without survey wants true or false', () => {
    const close = (withoutSurvey: unknown) => judge([text(), { kind: 'close', withoutSurvey }])
    expect(close(true)).toMatchObject({ reply: { action: { withSurvey: false } } })
    const wrong = close('true')
    expect(wrong).toMatchObject({ ok: true, problems: [{ path: '/1/withoutSurvey' }] })
    expect(wrong.ok && wrong.reply.action).toBeUndefined()
  })

  it.each([
    ['urgent', undefined, { priority: 'urgent' }],
    ['custom', 120, { priority: 'custom', responseMs: 120_000 }],
    ['custom', '120', { priority: 'custom', responseMs: 120_000 }],
    ['normal', 5, { priority: 'normal' }],
  ])('connector F12 to F14, R4.24: priority %j with %j is a reply of its own', (priority, seconds, action) => {
    const verdict = judge([{ kind: 'changePriority', priority, seconds }])
    expect(verdict).toMatchObject({ ok: true, reply: { items: [], action } })
  })

  it.each([
    ['custom', undefined],
    ['custom', 'soon'],
    ['custom', -5],
    ['custom', 0],
    ['custom', 1.5],
    ['URGENT', undefined],
    [undefined, undefined],
  ])(
    'connector F15, F16, R5.T23: priority %j with %j is ignored beside a text, rejected alone',
    (priority, seconds) => {
      const wrong = { kind: 'changePriority', priority, seconds }
      const beside = judge([text(), wrong])
      expect(beside).toMatchObject({ ok: true, problems: [{ rule: 'action-parameter' }] })
      expect(beside.ok && beside.reply.action).toBeUndefined()
      expect(judge([wrong])).toMatchObject({ ok: false, code: 'reply-invalid' })
    },
  )

  it('connector F24, F25, R5.T13, R5.T14: that are not known are ignored beside a text, rejected alone', () => {
    expect(judge([text(), JUMP])).toMatchObject({
      ok: true,
      problems: [{ path: '/1/name', rule: 'action-not-offered' }],
    })
    expect(judge([JUMP])).toMatchObject({ ok: false, code: 'reply-unsupported-action' })
    expect(judge([delay(1), JUMP])).toMatchObject({ ok: false, code: 'reply-unsupported-action' })
  })

  it('connector R3.18: a survey can be ended, and not passed on', () => {
    const offers = SURVEY_PHASE_ACTIONS
    expect(judge([{ kind: 'transfer', skillName: 'Returns' }], { offers })).toMatchObject({
      code: 'reply-unsupported-action',
    })
    expect(judge([{ kind: 'close' }], { offers })).toMatchObject({ ok: true })
  })
})

describe('the whole', () => {
  it('connector R5.T1, R4.2: is rejected when it is empty', () => {
    expect(judge([])).toMatchObject({ ok: false, code: 'reply-empty' })
  })

  it('connector R4.31: is rejected above 50 items', () => {
    expect(judge(Array(50).fill(text()))).toMatchObject({ ok: true })
    expect(judge(Array(51).fill(text()))).toMatchObject({
      code: 'reply-invalid',
      problems: [{ rule: 'too-many-items' }],
    })
    expect(judge([...Array(50).fill(text()), { kind: 'close' }])).toMatchObject({ code: 'reply-invalid' })
  })

  it('connector V2, G12: is rejected for one item that cannot be read, and tells of all of them', () => {
    const video: Part = { kind: 'invalid', problem: { path: '/1/type', rule: 'unknown-item-type', message: 'no' } }
    const verdict = judge([text(7), video, delay(0, 'yes'), text('x', { metadata: 1, encodedMetadata: 2 })])
    expect(verdict).toMatchObject({ ok: false, code: 'reply-invalid' })
    expect(verdict.problems.map(({ path }) => path)).toEqual([
      '/0/text',
      '/1/type',
      '/2/seconds',
      '/2/typing',
      '/3/metadata',
      '/3/encodedMetadata',
    ])
  })

  it('names the fields as their author did', () => {
    const named = { path: '/response/3', names: { text: '/data/message' } }
    expect(judge([text(7, named)]).problems[0]?.path).toBe('/response/3/data/message')
  })

  it('connector E26, E27, R4.38: keeps good intents, drops bad ones', () => {
    const intent = (more: object) => ({ path: '/intents/0', id: 'a', name: 'A', confidenceScore: 0.5, ...more })
    const intents = [
      intent({}),
      intent({ id: 'b', confidenceScore: 1 }),
      intent({ id: 'a b' }),
      intent({ confidenceScore: 2 }),
    ]
    expect(judge([text()], {}, { intents })).toMatchObject({
      ok: true,
      reply: { intents: [{ id: 'a', confidenceScore: 0.5 }, { id: 'b' }] },
      problems: [{ severity: 'warning' }, { severity: 'warning' }],
    })
  })

  it('connector E28, R4.3: counts as empty without intents, if the bot is set so', () => {
    expect(judge([text()], { requireIntents: true })).toMatchObject({ code: 'reply-empty' })
  })

  it('is total: whatever it is given, it gives a verdict, and what it accepts has something to do', () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, maxDepth: 4 })
    const kinds = fc.constantFrom('text', 'structured', 'delay', ...ACTIONS)
    const part = fc.record({
      kind: kinds,
      path: fc.constant('/x'),
      text: fc.oneof(fc.string(), anything),
      audience: fc.option(anything, { nil: undefined }),
      metadata: fc.option(anything, { nil: undefined }),
      encodedMetadata: fc.option(fc.oneof(fc.string(), anything), { nil: undefined }),
      structured: fc.oneof(
        anything,
        fc.record({ type: fc.constantFrom('text', 'vertical', 'image'), elements: anything }),
      ),
      seconds: fc.oneof(fc.integer(), anything),
      typing: fc.option(fc.boolean(), { nil: undefined }),
      skillName: anything,
      agentId: anything,
      withoutSurvey: anything,
      priority: fc.oneof(fc.constantFrom('urgent', 'custom'), anything),
      name: fc.string(),
    })
    const intent = fc.record({ path: fc.string(), id: anything, name: anything, confidenceScore: anything })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.array(intent, { maxLength: 3 }), (parts, intents) => {
        const verdict = judge(parts, {}, { intents })
        expect(() => JSON.stringify(verdict)).not.toThrow()
        if (verdict.ok) expect(verdict.reply.items.length > 0 || verdict.reply.action !== undefined).toBe(true)
        else expect(verdict.problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})
