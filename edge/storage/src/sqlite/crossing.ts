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
  ]
}

function unpackCommit(crossing: Crossing): CommitItem {
  const [, accountId, conversationId, expectedSeq, seq, consumerId, openedAt, now, place, news, events, ...rest] =
    crossing as unknown as [string, ...Packed<typeof COMMIT_FIELDS>, ...unknown[]]
  const [effects, settles, claim, message, run, journal, erasesBodies, tags] = rest as [
    readonly Crossing[] | undefined,
    Crossing | undefined,
    Packed<readonly ['by', 'until'], NonNullable<CommitItem['claim']>> | undefined,
    Packed<readonly ['sender', 'clientId', 'contentHash', 'seq'], NonNullable<CommitItem['clientMessage']>> | undefined,
    CommitItem['run'],
    CommitItem['journal'],
    true | undefined,
    CommitItem['tags'],
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

/** The fields of each kind of effect, in the order in which they cross. */
const EFFECT_FIELDS: { readonly [Do in EffectItem['do']]: readonly string[] } = {
  perform: ['id', 'kind', 'botId', 'payload'],
  setTimer: ['name', 'dueAt', 'payload'],
  cancel: ['effectId'],
  clearTimer: ['name'],
  reserve: ['agentId', 'weight', 'mayExceed'],
  release: ['agentId'],
  wakeDispatcher: ['skillId'],
}

function packEffect(effect: EffectItem): Crossing {
  const fields = effect as unknown as Readonly<Record<string, unknown>>
  return [effect.do, ...EFFECT_FIELDS[effect.do].map((name) => fields[name])]
}

function unpackEffect([kind, ...values]: Crossing): EffectItem {
  const effect: Record<string, unknown> = { do: kind }
  for (const [index, name] of EFFECT_FIELDS[kind as EffectItem['do']].entries()) effect[name] = values[index]
  return effect as unknown as EffectItem
}
