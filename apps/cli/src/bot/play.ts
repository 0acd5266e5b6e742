import { stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { JsonObject } from '@baton/base'
import {
  type AnswerInput,
  advance,
  type CompiledBot,
  compile,
  type Input,
  newRun,
  type Output,
  type Run,
  type TraceEntry,
} from '@baton/dialog'
import { CommandFailed, EXIT } from '../exitCodes.ts'
import { Answering, type MadeCall } from './answerNeeds.ts'
import { type Choice, choicesOf } from './choicesOf.ts'
import { readFixtures } from './httpFixtures.ts'
import { readArticles } from './playedArticles.ts'
import { mediaTypeOf } from './playedFiles.ts'
import { toLine, toReason } from './playLines.ts'
import { readBot } from './readBot.ts'
import { type PlayedFacts, readDomains, readEnvironment, readFacts } from './readFacts.ts'
import { readTurn, readTurnFile, type Turn } from './readTurns.ts'

export interface PlayOptions {
  readonly turns?: string
  readonly http?: string
  readonly allowHost: readonly string[]
  readonly env?: string
  readonly facts?: string
  readonly domains?: string
  readonly articles?: string
  readonly policy?: string
  readonly channel: string
  readonly trace: boolean
}

/** Talks with a bot in the terminal, or plays a file of turns; what the bot does is one JSON object a line. */
export async function play(file: string, options: PlayOptions): Promise<number> {
  const domains = options.domains === undefined ? [] : await readDomains(options.domains)
  const { definition, findings } = await readBot(file, domains)
  if (definition === undefined) {
    const [first] = findings.filter(({ severity }) => severity === 'E')
    throw new CommandFailed(`${file} cannot be played: ${first?.jsonPointer ?? ''} ${first?.message ?? ''}`)
  }
  const turns = options.turns === undefined ? undefined : await readTurnFile(options.turns)
  const environment = options.env === undefined ? {} : await readEnvironment(options.env)
  const facts = options.facts === undefined ? {} : await readFacts(options.facts)
  const fixtures = options.http === undefined ? undefined : await readFixtures(options.http)
  const articles = options.articles === undefined ? [] : await readArticles(options.articles)
  if (options.policy !== undefined && !/^https?:\/\/\S+$/.test(options.policy))
    throw new CommandFailed(`--policy: "${options.policy}" is no http or https address`, EXIT.usage)
  const stage = new Stage(compile(definition), definition.id, { environment, ...facts }, options)
  const answering = new Answering({
    allowHosts: options.allowHost,
    domains: definition.domains ?? [],
    articles,
    ...(options.policy !== undefined && { policyUrl: options.policy }),
    called: (call) => stage.called(call),
    ...(fixtures && { fixtures }),
  })
  try {
    await stage.hear(answering, { kind: 'opening', at: stage.now() })
    for await (const turn of turns ?? typedTurns((text) => stage.complain(text))) await stage.take(answering, turn)
    return stage.failed ? EXIT.failed : EXIT.fine
  } finally {
    await answering.stop()
  }
}

type Heard = Exclude<Input, AnswerInput>

/** One conversation with a bot, and what is printed of it. */
class Stage {
  failed = false
  #run: Run
  #turn = 0
  #clock = Date.now()
  #choices: readonly Choice[] = []
  /** Somebody else answers, until the platform tells the bot something. */
  #isHandedOver = false

  constructor(
    private readonly bot: CompiledBot,
    botId: string,
    known: PlayedFacts & { readonly environment: Readonly<Record<string, string>> },
    private readonly options: Pick<PlayOptions, 'channel' | 'trace' | 'turns'>,
  ) {
    const facts = {
      accountId: 'play',
      conversationId: 'play',
      consumerId: 'consumer',
      channel: options.channel,
      ...known,
    }
    this.#run = newRun(botId, { ...facts, botUser: { id: 'bot', firstName: bot.definition.name } }, 1)
  }

  now(): number {
    return this.#clock
  }

  async take(answering: Answering, turn: Turn): Promise<void> {
    this.#turn += 1
    if (turn.do === 'advance') {
      this.#clock += turn.ms
      return
    }
    if (this.#isHandedOver && turn.do !== 'event') {
      return this.#print('log', {
        level: 'info',
        text: 'The conversation was handed over; the bot does not hear this.',
      })
    }
    this.#isHandedOver = false
    const input = await this.#toInput(turn)
    if (input !== undefined) await this.hear(answering, input)
  }

  async #toInput(turn: Exclude<Turn, { do: 'advance' }>): Promise<Heard | undefined> {
    const at = this.#clock
    switch (turn.do) {
      case 'say':
        return { kind: 'message', at, text: turn.text }
      case 'event':
        return { kind: 'event', at, text: turn.text }
      case 'location':
        return { kind: 'location', at, location: turn.location }
      case 'choose':
        return this.#tap(turn.label)
      case 'file': {
        const { path, size } = await this.#findFile(turn.path, turn.line)
        const mediaType = mediaTypeOf(turn.path)
        const caption = turn.caption === undefined ? {} : { caption: turn.caption }
        return { kind: 'file', at, file: { fileId: path, name: basename(path), mediaType, size, ...caption } }
      }
    }
  }

  /** From where the command was called, else beside the file of turns. */
  async #findFile(path: string, line: number): Promise<{ readonly path: string; readonly size: number }> {
    const { turns } = this.options
    const places = isAbsolute(path) || turns === undefined ? [path] : [path, join(dirname(turns), path)]
    for (const place of places) {
      const found = await stat(place).catch(() => undefined)
      if (found?.isFile()) return { path: place, size: found.size }
    }
    throw new CommandFailed(`turns, line ${line}: there is no file "${path}"`, EXIT.usage)
  }

  #tap(label: string): Heard | undefined {
    // Where choices are written out as a list, people type them.
    if (this.#choices.length === 0 && /sms/.test(this.options.channel)) {
      return { kind: 'message', at: this.#clock, text: label }
    }
    const wanted = label.trim().toLowerCase()
    const choice = this.#choices.find((each) => each.label.trim().toLowerCase() === wanted)
    if (choice === undefined) {
      this.failed = true
      const offered = this.#choices.map((each) => `"${each.label}"`).join(', ')
      this.#print('log', {
        level: 'error',
        text: `There is no choice "${label}"; there ${offered === '' ? 'are none' : `is ${offered}`}.`,
      })
      return undefined
    }
    if (choice.text === undefined) {
      this.#print('log', {
        level: 'info',
        text: `"${label}" opens ${choice.opens ?? 'something'}; the bot is not told.`,
      })
      return undefined
    }
    return {
      kind: 'click',
      at: this.#clock,
      on: choice.on,
      text: choice.text,
      label: choice.label,
      ...(choice.metadata && { metadata: choice.metadata }),
    }
  }

  /** One input to its end, with everything that comes of it. */
  async hear(answering: Answering, first: Heard): Promise<void> {
    const said: Output[] = []
    let input: Input = first
    for (;;) {
      const { run, outputs, trace, need } = advance(this.bot, this.#run, input)
      this.#run = run
      said.push(...outputs)
      if (this.options.trace) this.#explain(trace)
      for (const output of outputs) {
        if (output.kind === 'context') answering.write(output.write)
        this.#tell(output)
      }
      if (need === undefined) break
      input = { kind: 'answer', at: this.#clock, needId: need.id, answer: await answering.answer(need) }
    }
    const choices = choicesOf(said)
    if (said.some(({ kind }) => kind === 'text' || kind === 'structured')) this.#choices = choices
    if (said.some(({ kind }) => kind === 'transfer' || kind === 'transferToBot')) this.#isHandedOver = true
    if (this.options.trace) this.#print('variables', this.#variables())
    for (const output of said) if (output.kind === 'upload') await this.#upload(answering, output)
  }

  /** Beside the conversation in a server; in a play it is over before the next line. */
  async #upload(answering: Answering, { uploadId, ...upload }: Extract<Output, { kind: 'upload' }>): Promise<void> {
    const { succeeded, cause } = await answering.upload(upload)
    if (cause !== undefined) this.complain(cause)
    await this.hear(answering, { kind: 'fileResult', at: this.#clock, uploadId, succeeded })
  }

  #variables(): JsonObject {
    const { session, permanent } = this.#run
    return { variables: { ...permanent, ...session?.variables, ...session?.fields }, slots: session?.slots ?? {} }
  }

  #explain(trace: readonly TraceEntry[]): void {
    const { dialogs, interactions, intents } = this.bot
    const names = (id: string) =>
      dialogs.get(id)?.name ?? interactions.get(id)?.interaction.name ?? intents.get(id)?.name ?? id
    for (const entry of trace) {
      const text = toReason(entry, names)
      if (text !== undefined) this.#print('log', { level: 'debug', text })
    }
  }

  /** The talk goes on. */
  complain(text: string): void {
    this.#print('log', { level: 'error', text })
  }

  called(call: MadeCall): void {
    this.#print('call', { ...call })
  }

  #tell(output: Output): void {
    const line = toLine(output)
    if (line !== undefined) this.#print(line.type, line.what)
  }

  #print(type: string, what: object): void {
    console.log(JSON.stringify({ turn: this.#turn, type, ...what }))
  }
}

/** Lines that are typed: words, or a turn as JSON. */
async function* typedTurns(complain: (text: string) => void): AsyncGenerator<Turn> {
  let number = 0
  for await (const line of createInterface({ input: process.stdin })) {
    number += 1
    if (line.trim() === '') continue
    try {
      yield line.trim().startsWith('{') ? readTurn(line, number) : { do: 'say', text: line }
    } catch (fault) {
      if (!(fault instanceof CommandFailed)) throw fault
      complain(fault.message)
    }
  }
}
