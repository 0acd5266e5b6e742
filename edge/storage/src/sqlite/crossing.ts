import { assertNever } from '@baton/base'
import type { CommitItem, EffectItem } from './commitItem.ts'
import type { WriteItem } from './performGroup.ts'

/**
 * An item as it crosses between the threads: one array. Copying an object between threads copies the names of its fields too, and
 * reads them again on the other side; as an array a commit costs the two threads 5 µs instead of 20 (docs/decisions/0007).
 */
export type Crossing = readonly unknown[]

export function pack({ operation, argument }: WriteItem): Crossing {
  return operation === 'commit' ? packCommit(argument as CommitItem) : [operation, argument]
}

export function unpack(crossing: Crossing): WriteItem {
  const [operation, argument] = crossing as [WriteItem['operation'], unknown]
  return operation === 'commit' ? { operation, argument: unpackCommit(crossing) } : { operation, argument }
}

function packCommit(item: CommitItem): Crossing {
  const { settles, claim, clientMessage, effects } = item
  return [
    'commit',
    item.accountId,
    item.conversationId,
    item.expectedSeq,
    item.seq,
    item.consumerId,
    item.openedAt,
    item.now,
    item.place,
    item.news,
    item.events,
    effects.length > 0 ? effects.map(packEffect) : undefined,
    settles && packSettles(settles),
    claim && [claim.by, claim.until],
    clientMessage && [clientMessage.sender, clientMessage.clientId, clientMessage.contentHash, clientMessage.seq],
    item.run,
    item.journal,
    item.erasesBodies,
    item.tags,
    item.keeps,
    item.files,
    item.surveyAnswers,
    item.joined,
    item.taken,
    item.asked,
  ]
}

function unpackCommit(crossing: Crossing): CommitItem {
  const [, accountId, conversationId, expectedSeq, seq, consumerId, openedAt, now, place, news, events, ...rest] =
    crossing as unknown as [string, ...Packed<typeof COMMIT_FIELDS>, ...unknown[]]
  const [
    effects,
    settles,
    claim,
    message,
    run,
    journal,
    erasesBodies,
    tags,
    keeps,
    files,
    surveyAnswers,
    joined,
    taken,
    asked,
  ] = rest as [
    readonly Crossing[] | undefined,
    Crossing | undefined,
    Packed<readonly ['by', 'until'], NonNullable<CommitItem['claim']>> | undefined,
    Packed<readonly ['sender', 'clientId', 'contentHash', 'seq'], NonNullable<CommitItem['clientMessage']>> | undefined,
    CommitItem['run'],
    CommitItem['journal'],
    true | undefined,
    CommitItem['tags'],
    CommitItem['keeps'],
    CommitItem['files'],
    CommitItem['surveyAnswers'],
    CommitItem['joined'],
    CommitItem['taken'],
    CommitItem['asked'],
  ]
  return {
    accountId,
    conversationId,
    expectedSeq,
    seq,
    consumerId,
    openedAt,
    now,
    place,
    news,
    events,
    effects: effects === undefined ? [] : effects.map(unpackEffect),
    settles: settles && unpackSettles(settles),
    claim: claim && { by: claim[0], until: claim[1] },
    clientMessage: message && { sender: message[0], clientId: message[1], contentHash: message[2], seq: message[3] },
    run,
    journal,
    erasesBodies,
    tags,
    keeps,
    files,
    surveyAnswers,
    joined,
    taken,
    asked,
  }
}

const COMMIT_FIELDS = [
  'accountId',
  'conversationId',
  'expectedSeq',
  'seq',
  'consumerId',
  'openedAt',
  'now',
  'place',
  'news',
  'events',
] as const
type Packed<Names extends readonly PropertyKey[], Of = CommitItem> = {
  [Index in keyof Names]: Names[Index] extends keyof Of ? Of[Names[Index]] : never
}

type Settles = NonNullable<CommitItem['settles']>

const packSettles = (settles: Settles): Crossing =>
  settles.kind === 'effect'
    ? [settles.claimedBy, settles.effectId]
    : [settles.claimedBy, settles.name, settles.generation]

function unpackSettles([claimedBy, name, generation]: Crossing): Settles {
  const settled = generation === undefined ? { kind: 'effect', effectId: name } : { kind: 'timer', name, generation }
  return { ...settled, claimedBy } as Settles
}

function packEffect(effect: EffectItem): Crossing {
  switch (effect.do) {
    case 'perform':
      return [effect.do, effect.id, effect.kind, effect.botId, effect.payload]
    case 'setTimer':
      return [effect.do, effect.name, effect.dueAt, effect.payload]
    case 'cancel':
      return [effect.do, effect.effectId]
    case 'clearTimer':
      return [effect.do, effect.name]
    case 'reserve':
      return [effect.do, effect.agentId, effect.weight, effect.mayExceed]
    case 'release':
      return [effect.do, effect.agentId]
    case 'wakeDispatcher':
      return [effect.do, effect.skillId]
    default:
      return assertNever(effect)
  }
}

type Kind<Do extends EffectItem['do']> = Extract<EffectItem, { do: Do }>

function unpackEffect([kind, a, b, c, d]: Crossing): EffectItem {
  const what = kind as EffectItem['do']
  switch (what) {
    case 'perform':
      return { do: what, id: a as string, kind: b as string, botId: c as number, payload: d as string }
    case 'setTimer':
      return { do: what, name: a as string, dueAt: b as number, payload: c as string }
    case 'cancel':
      return { do: what, effectId: a as Kind<'cancel'>['effectId'] }
    case 'clearTimer':
      return { do: what, name: a as string }
    case 'reserve':
      return { do: what, agentId: a as Kind<'reserve'>['agentId'], weight: b as number, mayExceed: c as boolean }
    case 'release':
      return { do: what, agentId: a as Kind<'release'>['agentId'] }
    case 'wakeDispatcher':
      return { do: what, skillId: a as Kind<'wakeDispatcher'>['skillId'] }
    default:
      return assertNever(what)
  }
}
