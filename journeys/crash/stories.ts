import { setTimeout as pause } from 'node:timers/promises'
import type { ConversationId } from '@baton/base'
import { type Consumer, connectConsumer, messagesOf, wordsOf } from '../support/people.ts'
import type { Script } from '../support/scriptedBot.ts'
import type { Shop } from '../support/shop.ts'

/*
 * One conversation that changes hands in every way there is: bot → a skill that gives it back → bot → skill → a person, after
 * somebody else hung up while it rang → another skill → a person by name → bot → the end → the survey.
 */

/** What a bot hears when the platform could not pass a conversation on (dialogs R7.17). */
const FAILED = '__agent_escalation_failed__'
const LAST_ANSWER = 'Thank you.'

/** What the consumer says, and what must be said to them before they go on; each exactly once. */
const STORY: readonly (readonly [words: string, answers: readonly string[]])[] = [
  ['hello', ['bot: hello']],
  ['cellar', ['I look in the cellar.', 'Nobody is down there.']],
  ['people', ['Over to a barista.', 'barista: people']],
  ['kitchen', ['cook: kitchen']],
  ['back', ['barista: back']],
  ['counter', ['bot: counter']],
  ['bye', ['Goodbye.', 'How was it?']],
  ['5', [LAST_ANSWER]],
]

/** All that is said in the conversation, in order. */
export const WHOLE_STORY = STORY.flatMap(([words, answers]) => [words, ...answers])

/** Who passed it to whom, in order, and what became of it. */
export const CHANGES_OF_HANDS = [
  'bot to Cellar: rejected',
  'bot to Baristas: accepted',
  'agent to Kitchen: accepted',
  'agent to Baristas: accepted',
  'agent to Counter: accepted',
] as const

const say = (...texts: readonly string[]) => texts.map((message) => ({ type: 'TEXT', data: { message } }))
const act = (name: string, parameters: object) => ({ type: 'ACTION', data: { name, parameters } })

/** The bot at the counter. The second transfer is behind a delay, so that a timer passes it on. */
export const atTheCounter: Script = ({ body }) => {
  const words = body.data.message ?? ''
  const response = () => {
    switch (words) {
      case 'cellar':
        return [...say('I look in the cellar.'), act('TRANSFER', { skillName: 'Cellar' })]
      case FAILED:
        return say('Nobody is down there.')
      case 'people':
        return [
          ...say('Over to a barista.'),
          { type: 'DELAY', data: { seconds: 1 } },
          act('TRANSFER', { skillName: 'Baristas' }),
        ]
      case 'bye':
        return [...say('Goodbye.'), act('CLOSE_CONVERSATION', {})]
      default:
        return say(`bot: ${words}`)
    }
  }
  return { response: response(), analytics: {} }
}

/** The bot of the survey: one question, and the end. */
export const afterwards: Script = ({ body }) => ({
  response: body.data.message === '5' ? [...say(LAST_ANSWER), act('CLOSE_CONVERSATION', {})] : say('How was it?'),
  analytics: {},
})

export interface Stories {
  /** Those of which at least the first words are with the server, ended or under way. */
  readonly told: readonly ConversationId[]
  /** Of all of them: what grows while something happens. */
  heard(): number
  /** No new one begins; resolves when those under way have ended. */
  end(): Promise<void>
}

/** So many consumers at once walk through the story, each in one conversation after the other. */
export function tellStories(shop: Shop, consumers: number): Stories {
  const told: ConversationId[] = []
  const running = Array.from({ length: consumers }, () => connectConsumer(shop))
  let heard = 0
  let goesOn = true
  const busy = running.map(async (consumer) => {
    while (goesOn) {
      await tellStory(consumer, () => {
        heard += 1
      })
      told.push(await consumer.conversationId())
    }
    consumer.client.stop()
  })
  const all = Promise.all(busy)
  return {
    told,
    heard: () => heard,
    end: async () => {
      goesOn = false
      await all
    },
  }
}

/** @param heard is told of every answer */
export async function tellStory(consumer: Consumer, heard: () => void = () => {}): Promise<void> {
  const ended = consumer.view()?.header.conversationId
  let expected = 0
  for (const [words, answers] of STORY) {
    consumer.client.send(words)
    expected += 1 + answers.length
    const isAnswered = () => isNewer(consumer, ended) && textsOf(consumer).length >= expected
    for (let known = 0; !isAnswered(); await pause(15)) {
      const now = textsOf(consumer).length
      if (now !== known) heard()
      known = now
    }
    consumer.client.markRead()
  }
  while (consumer.view()?.header.phase !== 'closed') await pause(15)
}

const isNewer = (consumer: Consumer, ended: ConversationId | undefined): boolean =>
  consumer.view()?.header.conversationId !== ended

const textsOf = (consumer: Consumer): string[] => messagesOf(consumer.view()).map(({ event }) => wordsOf(event.content))
