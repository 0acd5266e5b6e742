import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Recorded } from './events.ts'
import { evolve, fold, STATE_VERSION } from './evolve.ts'
import { fatesOf } from './fates.ts'
import { noon } from './testing/examples.ts'
import type { RecordedLife } from './testing/richLife.ts'
import { richLife } from './testing/richLife.ts'
import { EVENT_VERSIONS, readStored, upcast } from './upcast.ts'
import { isPublic } from './visibility.ts'

const types = Object.keys(EVENT_VERSIONS).sort()
const folder = new URL('./fixtures/', import.meta.url)

/** A log as it was stored by some release: nothing is known of its events yet. */
function readLife(file: string): RecordedLife {
  const { log, states } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordedLife
  return { states, log: log.map(lifted) }
}

function lifted({ event, ...place }: Recorded): Recorded {
  const known = upcast(event)
  if (!known.ok) throw new Error(`unknown: ${known.error.type} v${known.error.v}`)
  return { ...place, event: known.value }
}

describe.each(readdirSync(folder))('the log that a release recorded (%s)', (file) => {
  const { log, states } = readLife(file)

  it('folds to the states that were stored with it', () => {
    const folded = log.map((_, index) => fold(log.slice(0, index + 1)))

    expect(states.length).toBeGreaterThan(20)
    for (const { seq, state } of states) expect(folded[seq - 1], `after ${seq}`).toEqual(state)
    expect(states.at(-1)?.seq).toBe(log.length)
  })

  it('can be taken up from any stored state', () => {
    for (const { seq, state } of states) expect(log.slice(seq).reduce(evolve, state)).toEqual(states.at(-1)?.state)
  })

  it('gives every message of the consumer one fate', () => {
    const said = log.filter(({ event }) => event.type === 'messageSent' && event.by.kind === 'consumer')

    expect(said.length).toBeGreaterThan(4)
    for (const { seq } of said) expect(fatesOf(log).get(seq), `fate of ${seq}`).toHaveLength(1)
  })
})

describe('the fixtures', () => {
  it('of this release hold every type of event, in the shape it is written in now', () => {
    const { log } = JSON.parse(readFileSync(new URL('log-v1.json', folder), 'utf8')) as RecordedLife
    const shapes = new Map(log.map(({ event }) => [event.type, event.v]))

    expect(Object.fromEntries(shapes)).toEqual(EVENT_VERSIONS)
  })

  it('are made by a life in which everything happens', () => {
    expect([...new Set(richLife().log.map(({ event }) => event.type))].sort()).toEqual(types)
  })
})

/**
 * Which shapes each state version may be met with; an entry never changes once it is released. Whoever writes a new type or
 * version adds one: an older node then folds the log itself, meets what it cannot read, and decides nothing.
 */
const SHAPES: { readonly [stateVersion: number]: string } = {
  1: 'assigned attributesChanged botFailed clicked closed erased escalationFailed joined left messageSent offerEnded offered opened priorityChanged surveyOpened transferred turnAnswered turnEnded turnOpened turnPaused',
  2: 'assigned attributesChanged botFailed clicked closed erased escalationFailed joined left messageSent offerEnded offered opened priorityChanged steppedUp surveyOpened transferred turnAnswered turnEnded turnOpened turnPaused',
  3: 'assigned attributesChanged botFailed clicked closed erased escalationFailed joined left messageSent offerEnded offered opened priorityChanged steppedUp surveyOpened tagsChanged transferred turnAnswered turnEnded turnOpened turnPaused',
  4: 'assigned attributesChanged botFailed clicked closed erased escalationFailed joined left messageSent offerEnded offered opened priorityChanged steppedUp surveyOpened tagsChanged transferred turnAnswered turnContinued turnEnded turnOpened turnPaused',
  5: 'assigned attributesChanged botFailed clicked closed erased escalationFailed joined left messageSent offerEnded offered opened priorityChanged steppedUp surveyAnswered surveyOpened tagsChanged transferFailed transferred turnAnswered turnContinued turnEnded turnOpened turnPaused',
  6: 'assigned attributesChanged botFailed clicked closed copyEnded erased escalationFailed joined left messageSent offerEnded offered opened priorityChanged steppedUp surveyAnswered surveyOpened tagsChanged transferFailed transferred turnAnswered turnContinued turnEnded turnOpened turnPaused',
  // No new shape; an older node would fold the end of a suggestion as a move, and more.
  7: 'assigned attributesChanged botFailed clicked closed copyEnded erased escalationFailed joined left messageSent offerEnded offered opened priorityChanged steppedUp surveyAnswered surveyOpened tagsChanged transferFailed transferred turnAnswered turnContinued turnEnded turnOpened turnPaused',
  // No new shape; an older node would take every word of the system’s own for one that is told in a queue, and count through the night.
  8: 'assigned attributesChanged botFailed clicked closed copyEnded erased escalationFailed joined left messageSent offerEnded offered opened priorityChanged steppedUp surveyAnswered surveyOpened tagsChanged transferFailed transferred turnAnswered turnContinued turnEnded turnOpened turnPaused',
  // No new shape; an older node would not know of silences.
  9: 'assigned attributesChanged botFailed clicked closed copyEnded erased escalationFailed joined left messageSent offerEnded offered opened priorityChanged steppedUp surveyAnswered surveyOpened tagsChanged transferFailed transferred turnAnswered turnContinued turnEnded turnOpened turnPaused',
}

it('a new shape of an event raises the version of the state', () => {
  const shapes = types.map((type) => {
    const version = EVENT_VERSIONS[type as keyof typeof EVENT_VERSIONS]
    return version === 1 ? type : `${type}.${version}`
  })

  expect(shapes.join(' ')).toBe(SHAPES[STATE_VERSION])
})

describe('a stored event', () => {
  it.each(types)('of a version that this release writes is read as it is (%s)', (type) => {
    const stored = { type, v: 1, and: 'more' }

    expect(upcast(stored)).toEqual({ ok: true, value: stored })
  })

  it.each([
    ['a type of a later release', { type: 'danced', v: 1 }, { type: 'danced', v: 1 }],
    ['a version of a later release', { type: 'closed', v: 2 }, { type: 'closed', v: 2 }],
    ['a version before the first', { type: 'closed', v: 0 }, { type: 'closed', v: 0 }],
    ['no version', { type: 'closed' }, { type: 'closed', v: Number.NaN }],
    ['a version in words', { type: 'closed', v: '1' }, { type: 'closed', v: 1 }],
    ['no type', { v: 1 }, { type: 'undefined', v: 1 }],
    ['the name of something every object has', { type: 'toString', v: 1 }, { type: 'toString', v: 1 }],
    ['no event at all', 'closed', { type: 'string', v: 0 }],
    ['nothing', null, { type: 'object', v: 0 }],
  ])('of %s is not decided on', (_what, stored, error) => {
    expect(upcast(stored)).toEqual({ ok: false, error })
  })

  it('that cannot be read keeps its place in the log, and tells the consumer nothing', () => {
    const event = readStored({ type: 'closed', v: 2, body: { text: 'secret' } })
    expect(event).toEqual({ type: 'unreadable', v: 1, written: { type: 'closed', v: 2 } })
    expect(isPublic(event)).toBe(false)

    const { log } = richLife()
    const before = fold(log.slice(0, 3))
    expect(evolve(before, { seq: 4, at: noon, event })).toMatchObject({ seq: 4 })
  })

  it('that cannot be read is no event that anybody wrote', () => {
    expect(upcast({ type: 'unreadable', v: 1 })).toMatchObject({ ok: false })
  })
})
