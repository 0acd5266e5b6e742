import { MAIN_PHASE_ACTIONS, validateReply } from '@baton/bot'
import { describe, expect, it } from 'vitest'
import { readEndpointReply } from './index.ts'

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const rules = { imageHosts: [], encodedMetadata: true, requireIntents: false, offers: MAIN_PHASE_ACTIONS }
const judge = (...response: unknown[]) => {
  const read = readEndpointReply(bytes({ response, analytics: {} }))
  if (!read.ok) throw new Error('the answer was not read')
  return validateReply(read.reply, rules)
}
const text = { type: 'TEXT', data: { message: 'hello' } }
const action = (name: unknown, parameters?: unknown) => ({ type: 'ACTION', data: { name, parameters } })
const actionOf = (verdict: ReturnType<typeof judge>) => (verdict.ok ? verdict.reply.action : undefined)

describe('an answer of the contract', () => {
  it('connector X2: may suggest an agent with a skill or without', () => {
    expect(actionOf(judge(action('TRANSFER', { skillName: 'Returns', agentId: '7' })))).toEqual({
      kind: 'transfer',
      skillName: 'Returns',
      agentId: '7',
    })
    expect(actionOf(judge(action('TRANSFER', { agentId: '7' })))).toEqual({ kind: 'transfer', agentId: '7' })
    expect(actionOf(judge(action('TRANSFER')))).toEqual({ kind: 'transfer' })
  })

  it('dialogs R7.37, R7.40: may tell the bot that takes over what this one knew; what is no context counts as missing', () => {
    const passing = (transferBotContext: unknown) =>
      actionOf(judge(action('TRANSFER', { skillName: 'B', transferBotContext })))
    const context = { userMessage: 'my parcel', intentId: 'parcel' }
    expect(passing({ ...context, more: 1 })).toEqual({ kind: 'transfer', skillName: 'B', context })
    for (const none of [true, {}, { userMessage: 1 }, { userMessage: '' }, { intentId: 'x'.repeat(201) }, []]) {
      expect(passing(none)).toEqual({ kind: 'transfer', skillName: 'B' })
    }
  })

  it('connector R3.17: may say what was answered in a survey; what is no answer is left out, and harms nothing', () => {
    const surveyAnswers = [
      { measures: 'csat', question: 'How was it?', answer: 'Great', number: 5 },
      { measures: 'nps', question: 'Tell others?', number: 9 },
      { measures: 'fcr', question: 'Solved?', skipped: true },
      { measures: 'a b', question: '', answer: 'x' },
      { measures: 'csat', question: 'Empty?' },
      'nothing',
    ]
    const read = readEndpointReply(bytes({ response: [text], analytics: { surveyAnswers } }))
    const verdict = read.ok ? validateReply(read.reply, rules) : undefined
    expect(verdict).toMatchObject({ ok: true })
    expect(verdict?.ok && verdict.reply.surveyAnswers).toEqual([
      surveyAnswers[0],
      { measures: 'nps', question: 'Tell others?', answer: '9', number: 9 },
      surveyAnswers[2],
    ])
    expect(verdict?.problems.map(({ path }) => path)).toEqual([3, 4, 5].map((at) => `/analytics/surveyAnswers/${at}`))
  })

  it('connector X3, F14: may set a priority of its own, as a number or as a text', () => {
    const custom = { kind: 'changePriority', priority: 'custom', responseMs: 120_000 }
    expect(actionOf(judge(action('CHANGE_TTR', { ttrType: 'CUSTOM', value: 120 })))).toEqual(custom)
    expect(actionOf(judge(action('CHANGE_TTR', { ttrType: 'CUSTOM', value: '120' })))).toEqual(custom)
  })

  it('connector F16: writes priorities in capital letters only', () => {
    for (const ttrType of ['urgent', 'Urgent', 'toString', '__proto__', 7]) {
      const verdict = judge(text, action('CHANGE_TTR', { ttrType }))
      expect(verdict).toMatchObject({ ok: true, problems: [{ path: '/response/1/data/parameters/ttrType' }] })
      expect(actionOf(verdict)).toBeUndefined()
    }
  })

  it('connector F09 to F11: closes with or without survey', () => {
    expect(actionOf(judge(action('CLOSE_CONVERSATION', {})))).toEqual({ kind: 'close', withSurvey: true })
    expect(actionOf(judge(action('CLOSE_CONVERSATION', { withoutPcs: true })))).toEqual({
      kind: 'close',
      withSurvey: false,
    })
    const wrong = judge(text, action('CLOSE_CONVERSATION', { withoutPcs: 'true' }))
    expect(wrong).toMatchObject({ ok: true, problems: [{ path: '/response/1/data/parameters/withoutPcs' }] })
  })

  it('connector F24, F25: names actions that are not offered', () => {
    for (const name of ['JUMP', 'transfer']) {
      expect(judge(text, action(name))).toMatchObject({ ok: true, problems: [{ path: '/response/1/data/name' }] })
      expect(judge(action(name))).toMatchObject({ ok: false, code: 'reply-unsupported-action' })
    }
  })

  it('connector F17 to F19, X27: asks for a function; without a payload it gets an empty one', () => {
    const lambdaUuid = '5e0d7b1c-41aa-4c0f-9d55-6b1d3f2c7e90'
    expect(actionOf(judge(action('INVOKE_FUNCTION', { lambdaUuid, payload: { n: 1 }, failOnError: true })))).toEqual({
      ...{ kind: 'invokeFunction', functionId: lambdaUuid, payload: { n: 1 }, failOnError: true },
    })
    expect(actionOf(judge(action('INVOKE_FUNCTION', { lambdaUuid })))).toMatchObject({
      payload: {},
      failOnError: false,
    })
  })

  it.each([
    ['lambdaUuid', { lambdaUuid: 'faas' }],
    ['payload', { lambdaUuid: '5e0d7b1c-41aa-4c0f-9d55-6b1d3f2c7e90', payload: 'text' }],
    ['failOnError', { lambdaUuid: '5e0d7b1c-41aa-4c0f-9d55-6b1d3f2c7e90', failOnError: 'yes' }],
  ])('connector K05: a wrong %s leaves the action out, and the text is said', (field, parameters) => {
    const verdict = judge(text, action('INVOKE_FUNCTION', parameters))
    expect(verdict).toMatchObject({ ok: true, problems: [{ path: `/response/1/data/parameters/${field}` }] })
    expect(actionOf(verdict)).toBeUndefined()
  })

  it('connector F22: keeps the place of an action among the items', () => {
    expect(judge(action('CLOSE_CONVERSATION'), text).problems).toMatchObject([
      { path: '/response/0', severity: 'warning' },
    ])
    expect(judge(text, action('CLOSE_CONVERSATION')).problems).toEqual([])
  })

  it('connector V2, G12: is told everything that cannot be read, in its own pointers', () => {
    const verdict = judge(
      text,
      { type: 'VIDEO', data: {} },
      { type: 'text', data: { message: 'x' } },
      7,
      { type: 'TEXT' },
      { type: 'TEXT', data: { message: 1, messageAudience: 'agents_and_managers' } },
      { type: 'STRUCTURED_CONTENT', data: { structuredContent: 'card' } },
      { type: 'DELAY', data: { seconds: '3' } },
      action(7),
      action('CLOSE_CONVERSATION', []),
    )
    expect(verdict).toMatchObject({ ok: false, code: 'reply-invalid' })
    expect(verdict.problems.map(({ path }) => path)).toEqual([
      '/response/1/type',
      '/response/2/type',
      '/response/3',
      '/response/4/data',
      '/response/5/data/message',
      '/response/5/data/messageAudience',
      '/response/6/data/structuredContent',
      '/response/7/data/seconds',
      '/response/8/data/name',
      '/response/9/data/parameters',
    ])
  })

  it('connector C19, R2.27: may hold members that nobody knows', () => {
    const read = readEndpointReply(
      bytes({ response: [{ ...text, more: 1 }], analytics: { intents: [], more: 1 }, more: {} }),
    )
    expect(read).toMatchObject({ ok: true, reply: { items: [{ kind: 'text' }], problems: [] } })
  })

  it('connector X12, E28: may come without intents, with a warning', () => {
    for (const analytics of [undefined, 'none', { intents: {} }]) {
      const read = readEndpointReply(bytes({ response: [text], analytics }))
      expect(read).toMatchObject({ ok: true, reply: { intents: [], problems: [{ severity: 'warning' }] } })
    }
  })

  it('connector R4.36: calls the description of an intent its name', () => {
    const intents = [{ id: 'parcel', description: 'Asks for a parcel', confidenceScore: 0.9 }]
    expect(readEndpointReply(bytes({ response: [], analytics: { intents } }))).toMatchObject({
      reply: {
        intents: [{ path: '/analytics/intents/0', id: 'parcel', name: 'Asks for a parcel', confidenceScore: 0.9 }],
      },
    })
  })

  it('connector R4.31: is rejected above 50 items, without looking at the rest', () => {
    const read = readEndpointReply(bytes({ response: Array(60).fill(text), analytics: {} }))
    expect(read).toMatchObject({ ok: true, reply: { problems: [{ path: '/response', rule: 'too-many-items' }] } })
    expect(judge(...Array(60).fill(text))).toMatchObject({ ok: false, code: 'reply-invalid' })
  })

  it('counts brackets inside texts as words', () => {
    const message = `${'['.repeat(5_000 - 2)}"\\`.slice(0, 4_000)
    expect(judge({ type: 'TEXT', data: { message } })).toMatchObject({ ok: true })
    expect(judge({ type: 'TEXT', data: { message: '\\"[[{{' } })).toMatchObject({ ok: true })
  })

  it('drops one card that is nested too deep, and keeps the rest', () => {
    let card: unknown = { type: 'text', text: 'deep' }
    for (let level = 0; level < 60; level += 1) card = { type: 'vertical', elements: [card] }
    const verdict = judge(text, { type: 'STRUCTURED_CONTENT', data: { structuredContent: card } })
    expect(verdict).toMatchObject({
      ok: true,
      problems: [{ path: '/response/1/data/structuredContent', rule: 'too-deep' }],
    })
  })
})
