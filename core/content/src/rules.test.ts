import { describe, expect, it } from 'vitest'
import type { Rule } from './check/rule.ts'
import {
  ACTION_TYPES,
  CHANNELS,
  type Channel,
  checkPayload,
  ELEMENT_TYPES,
  METADATA_TYPES,
  PAYLOAD_KINDS,
  type PayloadKind,
  PROFILES,
} from './index.ts'
import { CHANNEL_RULES } from './rules/rulesOf.ts'
import { breakAt, GONE, valueAt } from './testing/breakAt.ts'
import type { Fixture } from './testing/fixture.ts'
import { FIXTURES } from './testing/fixtures.ts'

/** Every type of element, action and metadata that a table has a rule for. */
function typesIn(rule: Rule, seen = new Set<Rule>(), types = new Set<string>()): ReadonlySet<string> {
  if (seen.has(rule)) return types
  seen.add(rule)
  const into = (inner: Rule | undefined) => inner && typesIn(inner, seen, types)
  if (rule.is === 'typed') {
    for (const [type, inner] of Object.entries(rule.types)) {
      types.add(`${rule.what} ${type}`)
      into(inner)
    }
  } else if (rule.is === 'parts') {
    for (const { type, rule: inner } of Object.values(rule.parts)) {
      types.add(`element ${type}`)
      into(inner)
    }
  } else if (rule.is === 'object') Object.values(rule.fields).forEach(into)
  else if (rule.is === 'list') [rule.of, ...(rule.places?.flat() ?? [])].forEach(into)
  else if (rule.is === 'pick') rule.among.forEach(into)
  else if (rule.is === 'later') into(rule.rule())
  return types
}

const namesOf = (what: string, types: ReadonlySet<string>) =>
  [...types].filter((type) => type.startsWith(`${what} `)).map((type) => type.slice(what.length + 1))

/** The strict profile refuses all of Apple’s quick replies and none of Twitter’s and Instagram’s content (C15, 11.9). */
const strictIsOther = (channel: Channel, kind: PayloadKind) =>
  (channel === 'appleBusinessChat' && kind === 'quickReply') ||
  (['twitter', 'instagram'].includes(channel) && kind !== 'metadata')
/** The schemas let most metadata through as it is; only Apple’s and WhatsApp’s look into the list (9.2, 9.4). */
const strictLetsThrough = (channel: Channel, kind: PayloadKind, of: string) =>
  kind === 'metadata' &&
  (!['appleBusinessChat', 'whatsapp'].includes(channel) ||
    !typesIn(CHANNEL_RULES[channel]('strict').metadata).has(`metadata ${of}`))

describe('the tables', () => {
  it('structured content 3 to 5: know every element and every action, on the web', () => {
    const { body } = CHANNEL_RULES.web('recommended')
    expect(namesOf('element', typesIn(body)).sort()).toEqual([...ELEMENT_TYPES].sort())
    expect(namesOf('action', typesIn(body)).sort()).toEqual([...ACTION_TYPES].sort())
  })

  it('structured content 9: know every type of metadata, on some channel', () => {
    const known = new Set(
      CHANNELS.flatMap((channel) => namesOf('metadata', typesIn(CHANNEL_RULES[channel]('recommended').metadata))),
    )
    expect([...known].sort()).toEqual([...METADATA_TYPES].sort())
  })

  it.each(CHANNELS)('have a fixture for everything that they say of %s', (channel) => {
    const WHAT = { body: ['element', 'action'], quickReply: ['action'], metadata: ['metadata'] } as const
    for (const kind of PAYLOAD_KINDS) {
      const covered = new Set(FIXTURES[channel][kind].map(({ of }) => of))
      for (const profile of PROFILES) {
        const types = typesIn(CHANNEL_RULES[channel](profile)[kind])
        const uncovered = WHAT[kind].flatMap((what) => namesOf(what, types)).filter((type) => !covered.has(type))
        expect(uncovered, `${channel} ${kind} ${profile}`).toEqual([])
      }
    }
  })
})

describe.each(CHANNELS)('on %s', (channel) => {
  const cases = PAYLOAD_KINDS.flatMap((kind) =>
    FIXTURES[channel][kind].map((fixture): [PayloadKind, string, string, Fixture] => [
      kind,
      fixture.of,
      fixture.rule,
      fixture,
    ]),
  )

  it.each(cases)('%s: %s is right, and one change makes it %s, with its place', (kind, _of, rule, fixture) => {
    const { payload, at, to, of } = fixture
    const broken = breakAt(payload, at, to)
    const place = to === GONE ? at.slice(0, at.lastIndexOf('/')) : at
    for (const profile of PROFILES) {
      if (fixture.profile !== undefined && fixture.profile !== profile) continue
      if (profile === 'strict' && (strictIsOther(channel, kind) || strictLetsThrough(channel, kind, of))) continue
      const right = checkPayload(payload, kind, { channel, profile })
      expect(
        right.problems.filter(({ severity }) => severity === undefined),
        profile,
      ).toEqual([])
      const wrong = checkPayload(broken, kind, { channel, profile })
      expect(wrong.valid, profile).toBe(false)
      const found = wrong.problems.find((problem) => problem.rule === rule)
      expect(found, JSON.stringify(wrong.problems)).toBeDefined()
      expect(found?.path.startsWith(place), `${found?.path} is not at ${place}`).toBe(true)
      expect(valueAt(broken, found?.path ?? '/nowhere')).toBeDefined()
    }
  })
})
