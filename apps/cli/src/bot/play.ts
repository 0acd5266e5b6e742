import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
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
} from '@baton/dialog'
import { CommandFailed, EXIT } from '../exitCodes.ts'
import { Answering, type MadeCall } from './answerNeeds.ts'
import { type Choice, choicesOf } from './choicesOf.ts'
import { readFixtures } from './httpFixtures.ts'
import { readBot } from './readBot.ts'
import { readTurn, type Turn } from './readTurns.ts'

export interface PlayOptions {
  readonly turns?: string
  readonly http?: string
  readonly allowHost: readonly string[]
  readonly env?: string
  readonly channel: string
  readonly trace: boolean
}

/** Talks with a bot in the terminal, or plays a file of turns; what the bot does is one JSON object a line. */
export async function play(file: string, options: PlayOptions): Promise<number> {
  const { definition, findings } = await readBot(file)
  if (definition === undefined) {
    const [first] = findings.filter(({ severity }) => severity === 'E')
    throw new CommandFailed(`${file} cannot be played: ${first?.jsonPointer ?? ''} ${first?.message ?? ''}`)
  }
  const turns = options.turns === undefined ? undefined : await readTurnFile(options.turns)
  const environment = options.env === undefined ? {} : await readEnvironment(options.env)
  const fixtures = options.http === undefined ? undefined : await readFixtures(options.http)
  const stage = new Stage(compile(definition), definition.id, environment, options)
  const answering = new Answering({
    allowHosts: options.allowHost,
    domains: definition.domains ?? [],
    called: (call) => stage.called(call),
    ...(fixtures && { fixtures }),
  })
  try {
    await stage.hear(answering, { kind: 'opening', at: stage.now() })
    for await (const turn of turns ?? typedTurns()) await stage.take(answering, turn)
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

  constructor(
    private readonly bot: CompiledBot,
    botId: string,
    environment: Readonly<Record<string, string>>,
    private readonly options: Pick<PlayOptions, 'channel' | 'trace'>,
  ) {
    const facts = {
      accountId: 'play',
      conversationId: 'play',
      consumerId: 'consumer',
      channel: options.channel,
      environment,
    }
    this.#run = newRun(botId, { ...facts, botUser: { id: 'bot', firstName: bot.definition.name } }, 1)
  }

  now(): number {
    return this.#clock
  }

  async take(answering: Answering, turn: Turn): Promise<void> {
    if (turn.do === 'advance') {
      this.#clock += turn.ms
      return
    }
    this.#turn += 1
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
        const { size } = await stat(turn.path).catch((fault: Error) => {
          throw new CommandFailed(`${turn.path} cannot be read: ${fault.message}`, EXIT.usage)
        })
        const mediaType = extname(turn.path).slice(1).toLowerCase() || 'application/octet-stream'
        const caption = turn.caption === undefined ? {} : { caption: turn.caption }
        return { kind: 'file', at, file: { fileId: turn.path, name: basename(turn.path), mediaType, size, ...caption } }
      }
    }
  }

  #tap(label: string): Heard | undefined {
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
      const { run, outputs, need } = advance(this.bot, this.#run, input)
      this.#run = run
      said.push(...outputs)
      for (const output of outputs) {
        if (output.kind === 'context') answering.write(output.write)
        this.#tell(output)
      }
      if (need === undefined) break
      input = { kind: 'answer', at: this.#clock, needId: need.id, answer: await answering.answer(need) }
    }
    const choices = choicesOf(said)
    if (said.some(({ kind }) => kind === 'text' || kind === 'structured')) this.#choices = choices
    if (this.options.trace) this.#print('variables', this.#variables())
    for (const output of said) if (output.kind === 'upload') await this.#upload(answering, output)
  }

  /** Beside the conversation in a server; in a play it is over before the next line. */
  async #upload(
    answering: Answering,
    { uploadId, integration, request }: Extract<Output, { kind: 'upload' }>,
  ): Promise<void> {
    const { status } = await answering.callHttp(integration.name, request)
    const succeeded = status >= 200 && status < 300
    await this.hear(answering, { kind: 'fileResult', at: this.#clock, uploadId, succeeded })
  }

  #variables(): JsonObject {
    const { session, permanent } = this.#run
    return { variables: { ...permanent, ...session?.variables, ...session?.fields }, slots: session?.slots ?? {} }
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

/** What is printed of an output; the rarer ones are told in words. */
function toLine(output: Output): { readonly type: string; readonly what: object } | undefined {
  const { kind, ...what } = output
  const inWords = (text: string) => ({ type: 'log', what: { level: 'info', text } })
  switch (output.kind) {
    case 'text':
    case 'private':
    case 'image':
    case 'delay':
    case 'close':
      return { type: kind, what }
    case 'structured':
      return { type: 'structuredContent', what }
    case 'transfer': {
      const { skillId, agentId, message } = output
      return {
        type: 'transfer',
        what: { skillId, ...(agentId !== undefined && { agentId }), ...(message !== undefined && { message }) },
      }
    }
    case 'log':
      return { type: 'log', what: { level: output.level, text: output.text } }
    case 'transferToBot':
      return inWords(`The conversation goes to the bot ${output.botId}.`)
    case 'userProfile':
      return inWords(`The consumer's profile is ${JSON.stringify(output.profile)}.`)
    case 'surveyAnswer':
      return inWords(`The survey's answer to "${output.question}" is ${output.value}.`)
    case 'customEvent':
      return inWords(`Event "${output.event}": ${output.userMessage}${output.detail ? ` (${output.detail})` : ''}`)
    case 'escalationEvent':
      return inWords(`Escalation event of ${output.of}.`)
    case 'unrecognized':
      return inWords(`Nothing understood "${output.text}".`)
    case 'skipped':
      return inWords(`The message was skipped: ${output.reason}.`)
    case 'context':
    case 'upload':
      return undefined
  }
}

async function readTurnFile(file: string): Promise<Turn[]> {
  const text = await readFile(file, 'utf8').catch((fault: Error) => {
    throw new CommandFailed(`${file} cannot be read: ${fault.message}`, EXIT.usage)
  })
  return text.split(/\r?\n/).flatMap((line, index) => (line.trim() === '' ? [] : [readTurn(line, index + 1)]))
}

async function readEnvironment(file: string): Promise<Record<string, string>> {
  const wrong = (what: string) => new CommandFailed(`${file}: ${what}`, EXIT.usage)
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('must hold one JSON object')
    return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
  } catch (fault) {
    if (fault instanceof CommandFailed) throw fault
    throw wrong(fault instanceof Error ? fault.message : String(fault))
  }
}

/** Lines that are typed: words, or a turn as JSON. */
async function* typedTurns(): AsyncGenerator<Turn> {
  let number = 0
  for await (const line of createInterface({ input: process.stdin })) {
    number += 1
    if (line.trim() === '') continue
    yield line.trim().startsWith('{') ? readTurn(line, number) : { do: 'say', text: line }
  }
}
