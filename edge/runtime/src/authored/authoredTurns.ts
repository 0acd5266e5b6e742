import { createHash } from 'node:crypto'
import { canonicalJson, type Problem, type SkillId } from '@baton/base'
import {
  MAIN_PHASE_ACTIONS,
  type Reply,
  type ReplyItem,
  SURVEY_PHASE_ACTIONS,
  type Turn,
  validateReply,
} from '@baton/bot'
import type { Content } from '@baton/content'
import type { BotFailureCode, OpenConversation, TurnWork } from '@baton/conversation'
import {
  advance,
  type Facts,
  type Input,
  type Need,
  type NeedAnswer,
  newRun,
  type Run,
  type JournalEntry as Step,
} from '@baton/dialog'
import { type Bot, type JournalEntry, type KeptNamespace, TURN_RECORD } from '@baton/storage'
import type { Brought, Decider } from '../decider.ts'
import type { Directory } from '../directory.ts'
import type { Surroundings } from '../ports.ts'
import type { Resolver } from '../resolver.ts'
import type { Work } from '../workPool.ts'
import { answerNeed, isOutside } from './answerNeed.ts'
import { type AuthoredConfig, authoredConfigOf } from './authoredConfig.ts'
import type { AuthoredParts } from './authoredParts.ts'
import { keepsOf } from './keeps.ts'
import { Library, type ShelvedBot } from './library.ts'
import type { Asking, Means } from './needs/asking.ts'
import { toInputs } from './toInputs.ts'
import { toReply } from './toReply.ts'

/** Needs of one turn; a dialog that wants more goes in circles. */
const MOST_NEEDS = 200
/** Of the record of a turn, as JSON; what is longer loses its oldest entries. */
const MAX_RECORD = 900_000

/** What an authored turn came to. */
export type AuthoredOutcome =
  | { readonly ok: true; readonly reply: Reply; readonly warnings: readonly Problem[]; readonly brings: Brought }
  | { readonly ok: false; readonly code: BotFailureCode; readonly cause: string; readonly problems: readonly Problem[] }

/** A turn that a bot is asked for. */
export interface Attempt {
  readonly work: Work & { readonly effect: TurnWork }
  readonly state: OpenConversation
  readonly bot: Bot
  readonly turn: Turn
  readonly signal: AbortSignal
}

interface Walk {
  readonly work: Work & { readonly effect: TurnWork }
  readonly state: OpenConversation
  readonly bot: Bot
  readonly config: AuthoredConfig
  readonly shelved: ShelvedBot
  readonly signal: AbortSignal
  /** What was answered before this attempt, in order. */
  readonly before: readonly JournalEntry[]
  /** Answered in this attempt and not saved yet. */
  readonly unsaved: JournalEntry[]
  readonly steps: Step[]
  readonly namespaces: Map<string, KeptNamespace>
}

/** Performs the turns of bots that are written here: load the run, advance, answer what it needs, and hand back one reply. */
export class AuthoredTurns {
  private readonly around: Surroundings
  private readonly directory: Directory
  private readonly resolver: Resolver
  private readonly decider: Decider
  private readonly library: Library
  private readonly means: Means

  constructor(
    around: Surroundings,
    parts: { directory: Directory; resolver: Resolver; decider: Decider },
    authored: AuthoredParts,
  ) {
    this.around = around
    this.directory = parts.directory
    this.resolver = parts.resolver
    this.decider = parts.decider
    this.library = new Library(around, parts.directory)
    this.means = { around, directory: parts.directory, parts: authored }
  }

  /** One attempt. Repeated after a crash, it gives what was answered before to the dialog again, and asks nobody twice. */
  async attempt({ work, state, bot, turn, signal }: Attempt): Promise<AuthoredOutcome> {
    const config = authoredConfigOf(bot)
    if (config === undefined) return failed("The bot's settings are incomplete.")
    const { accountId, conversationId, effect } = work
    const { conversations } = this.around.storage
    const [stored, before] = await Promise.all([
      conversations.readRun(accountId, conversationId),
      conversations.readJournal(accountId, conversationId, effect.turnId),
    ])
    const own = stored !== undefined && (stored.state as Run).botId === String(bot.id) ? stored : undefined
    const shelved =
      own === undefined
        ? await this.library.live(bot, config)
        : ((await this.library.withHash(bot, config, own.definitionHash)) ?? (await this.library.live(bot, config)))
    if (shelved === undefined) return failed('No version of the bot is published.')
    const answered = before.filter(({ needIndex }) => needIndex !== TURN_RECORD)
    const walk: Walk = {
      ...{ work, state, bot, config, shelved, signal, before: answered },
      ...{ unsaved: [], steps: [], namespaces: new Map() },
    }
    // A definition that is gone takes its run with it; the consumer begins anew.
    const run = own?.definitionHash === shelved.hash ? (own.state as Run) : await this.begin(walk)
    return this.walk(walk, await this.withFacts(run, walk), turn)
  }

  private async begin({ work, state, bot }: Walk): Promise<Run> {
    const { accountId } = work
    const now = this.around.clock.now()
    const lasting = await this.around.storage.authored.readLasting(accountId, bot.id, state.consumerId, now)
    const seed = createHash('sha256').update(work.effect.id).digest().readInt32LE()
    return newRun(String(bot.id), this.factsOf(state, bot), seed, lasting)
  }

  /** What is known of the conversation may have changed since; the environment too. */
  private async withFacts(run: Run, { state, bot, config }: Walk): Promise<Run> {
    const { environmentId } = config
    const environment =
      environmentId === undefined ? undefined : await this.directory.environment(state.accountId, environmentId)
    return {
      ...run,
      facts: { ...this.factsOf(state, bot), ...(environment && { environment: environment.variables }) },
    }
  }

  private factsOf(state: OpenConversation, bot: Bot): Facts {
    const { accountId, id: conversationId, consumerId, attributes, skillId } = state
    return {
      ...{ accountId, conversationId, consumerId, channel: 'lp_web' },
      botUser: { id: String(bot.id), firstName: bot.nickname },
      engagementAttributes: { ...attributes, currentSkillId: String(skillId), brandId: accountId },
    }
  }

  private async walk(walk: Walk, start: Run, turn: Turn): Promise<AuthoredOutcome> {
    const openedAt = walk.state.turn?.openedAt ?? walk.state.lastAt
    let run = start
    let index = 0
    let at: number = openedAt
    for (const first of toInputs(turn, walk.config, openedAt, await this.shownTo(walk, turn))) {
      let input: Input = first
      for (;;) {
        const advanced = advance(walk.shelved.compiled, run, input)
        run = advanced.run
        walk.steps.push(stepOf(walk, run, input, advanced))
        if (advanced.need === undefined) break
        if (walk.signal.aborted) return failed('The turn was taken back.')
        if (index >= MOST_NEEDS) return failed(`The dialog asked for more than ${MOST_NEEDS} things in one turn.`)
        const known = this.answeredBefore(walk, index, advanced.need)
        if (known === 'changed') return failed('The bot was changed while it was calling a service.')
        const entry = known ?? (await this.answerNow(walk, index, advanced.need))
        index += 1
        at = Math.max(at, entry.at)
        input = { kind: 'answer', at, needId: advanced.need.id, answer: entry.answer as NeedAnswer }
      }
    }
    return this.toOutcome(walk, start, run)
  }

  private async shownTo({ work }: Walk, { messages }: Turn): Promise<ReadonlyMap<number, Content>> {
    const places = messages.flatMap(({ clickOn }) => clickOn ?? [])
    if (places.length === 0) return new Map()
    const { accountId, conversationId } = work
    const read = await this.around.storage.conversations.readEvents(accountId, conversationId, places)
    return new Map(
      read.flatMap(({ seq, event }) =>
        event.type === 'messageSent' && event.body ? [[seq, event.body.content] as const] : [],
      ),
    )
  }

  private answeredBefore({ before }: Walk, index: number, need: Need): JournalEntry | 'changed' | undefined {
    const entry = before.find(({ needIndex }) => needIndex === index)
    if (entry === undefined) return undefined
    if (entry.needHash === hashOf(need)) return entry
    // What this house answers by itself can be answered again; what was asked outside must not be.
    return isOutside(need) ? 'changed' : undefined
  }

  private async answerNow(walk: Walk, index: number, need: Need): Promise<JournalEntry> {
    const { work, state, bot, config, shelved, signal, namespaces } = walk
    // What came before must not be done again if this process ends while somebody outside is being asked.
    if (isOutside(need)) await this.save(walk)
    const asking: Asking = {
      ...{ state, botId: bot.id, config, shelved, namespaces, signal },
      idempotencyKey: `${work.effect.id}/${index}`,
    }
    const answer = await answerNeed(need, asking, this.means).catch((fault: unknown): NeedAnswer => {
      this.around.log.warn(
        { turnId: work.effect.turnId, botId: bot.id, need: need.kind, err: fault },
        'a need of a dialog failed',
      )
      return { kind: 'failed', message: fault instanceof Error ? fault.message : String(fault) }
    })
    const at = this.around.clock.now()
    const entry: JournalEntry = { turnId: work.effect.turnId, needIndex: index, needHash: hashOf(need), answer, at }
    walk.unsaved.push(entry)
    if (isOutside(need) && !signal.aborted) {
      await this.save(walk)
      this.around.observe('answers-journaled')
    }
    return entry
  }

  private async save(walk: Walk): Promise<void> {
    const journal = walk.unsaved.splice(0)
    if (journal.length === 0) return
    const { accountId, conversationId } = walk.work
    await this.decider.undertake({
      accountId,
      conversationId,
      boundary: 'command-committed',
      make: () => ({ nothing: true, brings: { journal } }),
    })
  }

  private async toOutcome(walk: Walk, before: Run, after: Run): Promise<AuthoredOutcome> {
    const { state, bot, work, shelved, namespaces, steps } = walk
    const outputs = steps.flatMap((step) => step.outputs)
    const account = await this.directory.account(state.accountId)
    const transfer = outputs.find((output) => output.kind === 'transfer')
    const skill =
      transfer === undefined
        ? undefined
        : await this.directory.skill(state.accountId, Number(transfer.skillId) as SkillId)
    const said = toReply(outputs, () => skill?.name)
    const at = this.around.clock.now()
    const { turnId } = work.effect
    const record: JournalEntry = {
      ...{ turnId, needIndex: TURN_RECORD, needHash: shelved.hash, at },
      answer: { version: shelved.version, hash: shelved.hash, steps: capped(steps) },
    }
    const whose = { botId: bot.id, consumerId: state.consumerId, conversationId: state.id, at }
    const brings: Brought = {
      run: { turnId, definitionHash: shelved.hash, state: after },
      journal: [...walk.unsaved, record],
      keeps: keepsOf(outputs, { before: before.permanent, after: after.permanent }, namespaces, whose),
    }
    if (said.isSilent) return { ok: true, reply: { items: [], intents: [] }, warnings: [], brings }
    const verdict = validateReply(said.untrusted, {
      imageHosts: account?.imageHosts ?? [],
      encodedMetadata: true,
      requireIntents: false,
      offers: state.phase === 'survey' ? SURVEY_PHASE_ACTIONS : MAIN_PHASE_ACTIONS,
    })
    if (!verdict.ok) {
      const [first] = verdict.problems
      return {
        ok: false,
        code: verdict.code,
        cause: first ? `${first.path}: ${first.message}` : '',
        problems: verdict.problems,
      }
    }
    const reply = { ...verdict.reply, items: withExactDelays(verdict.reply.items, said.delaysMs) }
    return { ok: true, reply, warnings: verdict.problems, brings }
  }
}

const failed = (cause: string): AuthoredOutcome => ({ ok: false, code: 'internal', cause, problems: [] })

/** Of all that makes the need what it is; the number of a need counts over the whole run. */
const hashOf = ({ id: _id, ...need }: Need): string =>
  createHash('sha256').update(canonicalJson(need)).digest('base64url').slice(0, 22)

function stepOf(
  { bot, shelved }: Walk,
  run: Run,
  input: Input,
  { outputs, trace, need }: { outputs: Step['outputs']; trace: Step['trace']; need?: Need },
): Step {
  const facts = { v: 1, botId: String(bot.id), botHash: shelved.hash, turn: run.turn, input, outputs, trace } as const
  return need === undefined ? facts : { ...facts, need: withoutSnapshot(need) }
}

/** The snapshot says again what the trace says already. */
const withoutSnapshot = (need: Need): Need =>
  need.kind === 'script' ? ({ ...need, snapshot: { now: need.snapshot.now } } as unknown as Need) : need

function capped(steps: readonly Step[]): readonly Step[] {
  let left = MAX_RECORD
  const kept: Step[] = []
  for (const step of steps.toReversed()) {
    left -= JSON.stringify(step).length * 2
    if (left < 0) break
    kept.unshift(step)
  }
  return kept
}

function withExactDelays(items: readonly ReplyItem[], exact: readonly number[]): ReplyItem[] {
  let next = 0
  return items.map((item) => {
    if (item.kind !== 'delay') return item
    const ms = exact[next++] ?? item.durationMs
    return { ...item, durationMs: Math.min(ms, item.durationMs) }
  })
}
