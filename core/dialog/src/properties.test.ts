import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance } from './advance.ts'
import { compile } from './compile.ts'
import { type BotDefinition, FORMAT } from './definition.ts'
import type { Input } from './input.ts'
import type { NeedAnswer } from './need.ts'
import { parseDefinition } from './parseDefinition.ts'
import { newRun, type Run } from './run.ts'
import { FACTS } from './testing/player.ts'

/** Few names, so that random bots hang together more often than not. */
const ids = ['a', 'b', 'c', 'd', 'e'] as const
const anId = fc.constantFrom(...ids, 'gone')
const words = fc.oneof(
  fc.constantFrom('hi', 'yes', '1', 'reset', '', '__agent_escalation_failed__', 'BLANK_MESSAGE', '{$userMessage}'),
  fc.string({ maxLength: 20 }),
)
const template = fc.oneof(
  words,
  fc.constantFrom('{$botContext.v}', '{Api.list}', '{$env.shop} {$.api_Api.x}', '42', '{"a":1}'),
)
const next = fc.oneof(
  fc.constant({ go: 'next' as const }),
  fc.constant({ go: 'end' as const }),
  anId.map((id) => ({ go: 'interaction' as const, id })),
  anId.map((id) => ({ go: 'dialog' as const, id })),
  fc.boolean().map((survey) => ({ go: 'close' as const, survey })),
)
const condition = fc.oneof(
  fc.record({
    kind: fc.constant('pattern' as const),
    patterns: fc.array(fc.constantFrom('*', 'hi', '(a|', '*y*'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('regex' as const), expression: fc.constantFrom('^[0-9]$', '(?=x)', '(', '.*') }),
  fc.record({ kind: fc.constant('intent' as const), intentId: anId }),
  fc.record({ kind: fc.constant('noMatch' as const), message: template }),
  fc.record({ kind: fc.constant('result' as const), status: fc.constantFrom('success' as const, 'failure' as const) }),
  fc.record({ kind: fc.constant('option' as const), value: template }),
)
const rule = fc.record(
  {
    when: fc.array(condition, { maxLength: 2 }),
    set: fc.array(
      fc.record({
        name: fc.constantFrom('v', '__proto__', 'skipPreviousDialog'),
        value: template,
        scope: fc.constantFrom('request' as const, 'dialog' as const, 'session' as const),
      }),
      { maxLength: 1 },
    ),
    slot: fc.constant({ name: 's', entity: 'E' }),
    next,
  },
  { requiredKeys: ['next'] },
)
const common = {
  rules: fc.array(rule, { maxLength: 2 }),
  next,
  preProcess: fc.constant('pre'),
  postProcess: fc.constant('post'),
  processUserResponse: fc.constant('response'),
  enabled: fc.boolean(),
  delayMs: fc.constantFrom(0, 500),
}
const shapes: readonly Record<string, fc.Arbitrary<unknown>>[] = [
  {
    type: fc.constant('dialogStarter'),
    patterns: fc.array(fc.constantFrom('hi', '*', 'yes*'), { maxLength: 2 }),
    intentId: anId,
  },
  { type: fc.constant('text'), text: template },
  { type: fc.constant('textQuestion'), text: template },
  { type: fc.constant('multipleChoice'), text: template, choices: fc.array(template, { maxLength: 3 }) },
  { type: fc.constant('universal'), json: template },
  { type: fc.constant('integration'), integrationId: fc.constantFrom('api', 'file', 'gone') },
  { type: fc.constant('agentTransfer'), skillId: template },
  { type: fc.constant('fileUpload'), text: template, acceptedTypes: fc.constant(['PDF']) },
  { type: fc.constant('knowledgeSearch'), knowledgeBase: template },
  { type: fc.constant('dynamicRouting') },
  { type: fc.constant('disambiguationQuestion'), text: template, count: fc.constant(2) },
]
const interactionOf = (id: string) =>
  fc.oneof(
    ...shapes.map((shape) =>
      fc.record(
        { id: fc.constant(id), name: fc.constant(`${id}_name`), ...shape, ...common },
        { requiredKeys: ['id', 'name', ...Object.keys(shape)] as never },
      ),
    ),
  )
const aBot: fc.Arbitrary<BotDefinition> = fc
  .tuple(
    fc.tuple(...ids.map((id) => interactionOf(id))),
    fc.tuple(...['fallback', 'disambiguation', 'autoEscalation'].map((kind) => fc.constantFrom('standard', kind))),
  )
  .map(([interactions, kinds]) => ({
    format: FORMAT,
    id: 'bot',
    name: 'Bot',
    language: 'en',
    globalFunctions: 'function initConversation() {}',
    dialogs: interactions.map((interaction, index) => ({
      id: ids[index] ?? 'x',
      name: `dialog ${index}`,
      kind: kinds[index - 2] ?? 'standard',
      interactions:
        index === 0 ? [interaction, { id: 'first', name: 'first', type: 'text', text: 'x' }] : [interaction],
    })) as unknown as BotDefinition['dialogs'],
    integrations: [
      {
        type: 'api',
        id: 'api',
        name: 'Api',
        method: 'GET',
        url: 'https://a.example/{$botContext.v}',
        transform: 't',
        fields: [{ key: 'list', path: '{$.api_Api[i].x}' }],
      },
      { type: 'file', id: 'file', name: 'File', method: 'PUT', url: 'https://a.example' },
    ],
    domains: [
      {
        id: 'd',
        name: 'D',
        intents: ids.map((id) => ({ id, name: id })),
        entities: [{ kind: 'valueSet', name: 'E', values: [{ phrase: 'yes' }] }],
      },
    ],
  }))

const answer: fc.Arbitrary<NeedAnswer> = fc.oneof(
  fc.record({
    kind: fc.constant('script' as const),
    logs: fc.constant([]),
    effects: fc.array(
      fc.oneof(
        fc.record({
          do: fc.constant('setTriggerNextMessage' as const),
          name: fc.constantFrom('a_name', 'b_name', 'platform.default', 'gone'),
        }),
        fc.record({ do: fc.constant('sendMessage' as const), text: words }),
        fc.record({ do: fc.constant('sendImmediateReply' as const), texts: fc.array(words, { maxLength: 2 }) }),
        fc.record({
          do: fc.constant('setVariable' as const),
          name: fc.constantFrom('v', '__proto__', 'api_Api'),
          value: fc.jsonValue() as fc.Arbitrary<never>,
          scope: fc.constantFrom('request' as const, 'session' as const, 'permanent' as const),
        }),
      ),
      { maxLength: 2 },
    ),
  }),
  fc.record({
    kind: fc.constant('script' as const),
    logs: fc.constant([]),
    effects: fc.constant([]),
    fault: fc.record({ kind: fc.constantFrom('thrown' as const, 'timeout' as const), message: words }),
  }),
  fc.record({
    kind: fc.constant('call' as const),
    outcome: fc.constantFrom('success' as const, 'failure' as const),
    status: fc.nat(600),
    body: fc.jsonValue() as fc.Arbitrary<never>,
  }),
  fc.record({
    kind: fc.constant('intents' as const),
    engine: fc.constant('default' as const),
    scores: fc.array(fc.record({ intentId: anId, score: fc.double({ min: 0, max: 1, noNaN: true }) }), {
      maxLength: 4,
    }),
  }),
  fc.record({ kind: fc.constant('transfer' as const), accepted: fc.boolean() }),
  fc.record({ kind: fc.constant('regex' as const), matched: fc.boolean() }),
  fc.record({ kind: fc.constant('failed' as const), message: words }),
)

const input: fc.Arbitrary<Input> = fc.oneof(
  words.map((text): Input => ({ kind: 'message', at: 0, text })),
  words.map((text): Input => ({ kind: 'event', at: 0, text })),
  words.map((text): Input => ({ kind: 'click', at: 0, on: 'button', text, label: text })),
  fc.constantFrom<Input>(
    { kind: 'opening', at: 0 },
    { kind: 'time', at: 0 },
    { kind: 'location', at: 0, location: { lat: 1, lng: 2 } },
    { kind: 'file', at: 0, file: { fileId: 'f', name: 'a.pdf', mediaType: 'application/pdf', size: 9 } },
    { kind: 'fileResult', at: 0, uploadId: '1.0.f', succeeded: true },
    { kind: 'stuck', at: 0, step: 'restart' },
    { kind: 'stuck', at: 0, step: 'escalate' },
  ),
)

interface Played {
  readonly runs: Run[]
  readonly said: unknown[]
}

/** @param passed what the run goes through between two steps */
function play(
  definition: BotDefinition,
  inputs: readonly Input[],
  answers: readonly NeedAnswer[],
  passed: (run: Run) => Run,
): Played {
  const bot = compile(definition)
  const played: Played = { runs: [], said: [] }
  let run = newRun('bot', FACTS, 1)
  let at = 0
  let used = 0
  const step = (one: Input) => {
    const advanced = advance(bot, run, one)
    run = passed(advanced.run)
    played.runs.push(run)
    played.said.push(advanced)
    return advanced.need
  }
  for (const each of inputs) {
    at += 60_000
    let need = step({ ...each, at })
    for (let count = 0; need !== undefined && count < 400; count += 1) {
      const given = answers[used++ % Math.max(1, answers.length)] ?? { kind: 'failed' as const, message: '' }
      need = step({ kind: 'answer', at, needId: need.id, answer: given })
    }
    expect(need).toBeUndefined() // every turn comes to its end
  }
  return played
}
const asItIs = (run: Run) => run
/** What is equal to the letter needs no second look, which takes long. */
function isEqual(one: readonly unknown[], other: readonly unknown[]): void {
  if (!isDeepStrictEqual(one, other)) expect(one).toEqual(other)
}
const throughJson = (run: Run): Run => JSON.parse(JSON.stringify(run))

describe('advance, with random bots, inputs and answers', { timeout: 120_000 }, () => {
  const life = [aBot, fc.array(input, { maxLength: 6 }), fc.array(answer, { minLength: 1, maxLength: 6 })] as const

  it('the bots are bots', () => {
    fc.assert(
      fc.property(aBot, (bot) => parseDefinition(bot).definition !== undefined),
      { numRuns: 50 },
    )
  })

  it('is total: it never throws, never says that it broke, and every turn ends', () => {
    fc.assert(
      fc.property(...life, (bot, inputs, answers) => {
        const { said } = play(bot, inputs, answers, asItIs)
        expect(JSON.stringify(said)).not.toContain('The dialog engine failed')
      }),
      { numRuns: 120 },
    )
  })

  it('is deterministic, and its run survives JSON at every step', () => {
    fc.assert(
      fc.property(...life, (bot, inputs, answers) => {
        const once = play(bot, inputs, answers, asItIs)
        const again = play(bot, inputs, answers, throughJson)
        isEqual(again.said, once.said)
        isEqual(again.runs, once.runs.map(throughJson))
      }),
      { numRuns: 60 },
    )
  })

  it('does not change what it was given', () => {
    fc.assert(
      fc.property(aBot, input, (definition, one) => {
        const bot = compile(definition)
        const run = newRun('bot', FACTS, 1)
        const before = JSON.stringify([definition, run])
        const first = advance(bot, run, { ...one, at: 5 })
        const middle = JSON.stringify(first.run)
        advance(bot, first.run, { kind: 'message', at: 6, text: 'hi' })
        expect(JSON.stringify([definition, run])).toBe(before)
        expect(JSON.stringify(first.run)).toBe(middle)
      }),
      { numRuns: 100 },
    )
  })

  it('stays small: what is forgotten is not kept', () => {
    fc.assert(
      fc.property(aBot, fc.array(answer, { minLength: 1, maxLength: 3 }), (bot, answers) => {
        const inputs = Array.from({ length: 80 }, (): Input => ({ kind: 'message', at: 0, text: 'hi' }))
        const { runs } = play(bot, inputs, answers, asItIs)
        expect(runs.at(-1)?.session?.stack.length ?? 0).toBeLessThanOrEqual(50)
      }),
      { numRuns: 12 },
    )
  })
})
