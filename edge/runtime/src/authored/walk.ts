import type { AbortSignalLike, EpochMs, SkillId } from '@baton/base'
import type { FailedTransfer } from '@baton/bot'
import type { OpenConversation, TurnWork } from '@baton/conversation'
import {
  advance,
  type ContextEffect,
  type Input,
  type Need,
  type NeedAnswer,
  type Output,
  type Run,
  type ScriptEffect,
  type JournalEntry as Step,
} from '@baton/dialog'
import type { Account, Bot, JournalEntry, KeptNamespace } from '@baton/storage'
import type { NotThere } from '../transferTargets.ts'
import type { Work } from '../workPool.ts'
import type { AuthoredConfig } from './authoredConfig.ts'
import type { ShelvedBot } from './library.ts'
import type { Position } from './progress.ts'

/** What a need was answered with, in its place of the turn. */
export interface Answered {
  readonly needIndex: number
  readonly need: Need
  readonly answer: NeedAnswer
  readonly at: EpochMs
}

/** One segment of a turn on its way: from where the dialog stood to where it waits for somebody outside, or to the turn's end. */
export class Walk {
  readonly work: Work & { readonly effect: TurnWork }
  readonly state: OpenConversation
  readonly bot: Bot
  readonly account: Account | undefined
  readonly config: AuthoredConfig
  readonly shelved: ShelvedBot
  readonly refused: ReadonlyMap<string, NotThere>
  /** What was answered before this attempt, in order. */
  readonly before: readonly JournalEntry[]
  /** Where the segment began, with which run. */
  readonly from: Position
  readonly start: Run
  readonly inputs: readonly Input[]
  /** Answered in this attempt and not saved yet. */
  readonly unsaved: Answered[] = []
  readonly steps: Step[] = []
  readonly namespaces = new Map<string, KeptNamespace>()
  /** By scripts of this segment, in order. */
  readonly contextWrites: ContextEffect[] = []
  /** That were tried in this segment, in vain. */
  readonly failedTransfers: FailedTransfer[] = []
  /** What was answered so far in the turn; the next need is in this place. */
  needs: number
  /** Of those, the ones that came before this input. */
  needsBefore: number
  run: Run
  signal: AbortSignalLike
  /** It is over before anything is saved; or it waits at the first need that takes time, and goes on from there when the turn is performed. */
  isAtOnce: boolean
  /** Somebody outside answered, and that is not saved yet: nothing may be asked before it is. */
  owesJournal = false
  /** The input that the dialog is at; before the first one, the place before it. */
  private place: number
  private waitsFor: Need | undefined

  constructor(
    parts: Pick<
      Walk,
      'work' | 'state' | 'bot' | 'account' | 'config' | 'shelved' | 'signal' | 'before' | 'refused' | 'isAtOnce'
    >,
    { run, from }: { readonly run: Run; readonly from: Position },
    inputs: readonly Input[],
  ) {
    this.work = parts.work
    this.state = parts.state
    this.bot = parts.bot
    this.account = parts.account
    this.config = parts.config
    this.shelved = parts.shelved
    this.signal = parts.signal
    this.before = parts.before
    this.isAtOnce = parts.isAtOnce
    this.refused = parts.refused
    this.from = from
    this.start = run
    this.run = run
    this.needs = from.needs
    this.needsBefore = from.needsBefore
    this.inputs = inputs
    // In the middle of an input, or before one.
    this.waitsFor = run.underWay?.need
    this.place = run.underWay === undefined ? from.input - 1 : from.input
  }

  /** What the dialog needs before it can go on, from one input to the next; undefined when it is through with all of them. */
  get need(): Need | undefined {
    while (this.waitsFor === undefined && this.place + 1 < this.inputs.length) {
      this.place += 1
      this.needsBefore = this.needs
      this.waitsFor = this.advance(this.inputs[this.place] as Input)
    }
    return this.waitsFor
  }

  /** Where the next segment goes on. */
  get position(): Position {
    const { from, place: input, needs, needsBefore } = this
    return { segment: from.segment + 1, input, needs, needsBefore }
  }

  private advance(input: Input): Need | undefined {
    const { outputs, trace, need, run } = advance(this.shelved.compiled, this.run, input)
    this.run = run
    const facts = {
      ...({ v: 1, botId: String(this.bot.id), botHash: this.shelved.hash } as const),
      ...{ turn: run.turn, input, outputs, trace },
    }
    this.steps.push(need === undefined ? facts : { ...facts, need: withoutSnapshot(need) })
    return need
  }

  answer(answer: NeedAnswer, at: number, need: Need): void {
    const { id: needId } = need
    this.needs += 1
    const isRefused = need.kind === 'transfer' && answer.kind === 'transfer' && !answer.accepted
    if (isRefused && this.state.phase === 'main') {
      const { why = 'unknownSkill', reason: cause = '' } = answer
      this.failedTransfers.push({ why, cause, skillId: Number(need.skillId) as SkillId })
    }
    if (answer.kind === 'script') this.contextWrites.push(...answer.effects.filter(isContext))
    this.waitsFor = this.advance({ kind: 'answer', at, needId, answer })
  }

  /** What was said or done in this segment. */
  get outputs(): readonly Output[] {
    return this.steps.flatMap((step) => step.outputs)
  }

  /**
   * Whether there is something that the consumer or the agents should have before somebody outside is asked. An action belongs
   * to the turn's end, and what was said before it goes with it.
   */
  get hasWords(): boolean {
    const { outputs } = this
    return outputs.some(isSaid) && !outputs.some(isAction)
  }
}

const SAID = new Set<Output['kind']>(['text', 'private', 'structured', 'image'])
const ACTIONS = new Set<Output['kind']>(['transfer', 'transferToBot', 'close'])
const isSaid = ({ kind }: Output): boolean => SAID.has(kind)
const isAction = ({ kind }: Output): boolean => ACTIONS.has(kind)
const isContext = (effect: ScriptEffect): effect is ContextEffect => 'namespace' in effect

/** The snapshot says again what the trace says already. */
const withoutSnapshot = (need: Need): Need =>
  need.kind === 'script' ? ({ ...need, snapshot: { now: need.snapshot.now } } as unknown as Need) : need
