import {
  type Answer,
  action,
  answer,
  ask,
  type Bot,
  type BotEvent,
  delay,
  intent,
  type Memory,
  note,
  type Suggestion,
  text,
} from '../bot-service/contract.ts'
import { findDrink, menuCards } from './menu.ts'

export interface CoffeeBotOptions {
  /** Skill of the people behind the counter. */
  readonly skillName: string
  /** Numeric id of the barista whom consumers may ask for by name. */
  readonly ada: string
  /** Skill of those who roast; while none of them is there, a transfer to it fails. */
  readonly roastery?: string
  /** How long `slow` takes, in seconds. */
  readonly slowSeconds?: number
}

type Rule = { readonly hears: RegExp; readonly says: (event: BotEvent, memory: Memory) => Answer }

const STARTERS: readonly Suggestion[] = [
  { title: 'See the menu', says: 'menu', id: 'qr-menu' },
  { title: 'Where is my order?', says: 'Where is my order 1042?', id: 'qr-order' },
  { title: 'Talk to a person', id: 'qr-person' },
]

const HELP = [
  'Here is what I understand:',
  '· menu – the drinks, as cards',
  '· where is my order 1042 – a little waiting, then the answer',
  '· talk to a person – the people behind the counter',
  '· talk to Ada – one of them by name',
  '· roastery – people who are seldom there; what it looks like when nobody takes it',
  '· urgent – your question goes to the front',
  '· bye – we are done, two quick questions; bye quickly – just done',
  '· slow, broken – what it looks like when a bot is slow, or answers nonsense',
].join('\n')

/** The bot of a small coffee shop: shows every kind of answer that the contract offers. */
export function coffeeBot({ skillName, ada, roastery = 'Roastery', slowSeconds = 8 }: CoffeeBotOptions): Bot {
  // The first rule that hears its words speaks; longer phrases stand before the shorter ones that they contain.
  const rules: readonly Rule[] = [
    { hears: /^help$|what can you do/, says: () => answer(intent('help', 'Asks what the bot can do'), text(HELP)) },
    { hears: /bye quickly/, says: () => sayBye(false) },
    { hears: /\bbye\b/, says: () => sayBye(true) },
    {
      hears: /\bada\b/,
      says: (event) => passOn(event, 'I will see whether Ada is there.', { skillName, agentId: ada }),
    },
    {
      hears: /roaster/,
      says: (event) => passOn(event, 'Let me see whether somebody is at the roastery.', { skillName: roastery }),
    },
    {
      hears: /person|human|agent|transfer|barista/,
      says: (event) => passOn(event, 'Of course. I am passing you to the people behind the counter.', { skillName }),
    },
    { hears: /urgent/, says: raisePriority },
    {
      hears: /\bslow\b/,
      says: () => ({
        ...answer(intent('slow', 'Shows waiting'), text('That took a while.')),
        holdSeconds: slowSeconds,
      }),
    },
    { hears: /\bbroken\b/, says: twoActions },
    { hears: /order.*\b\d{3,6}\b|\b\d{3,6}\b.*order/, says: orderStatus },
    { hears: /where.*order|order status/, says: askForNumber },
    {
      hears: /menu|card|drinks/,
      says: () => answer(intent('menu', 'Wants the menu'), text('This is what we pour today:'), menuCards()),
    },
    { hears: /for here|to take away/, says: confirmOrder },
  ]

  return (event, memory) => {
    if (event.type === 'CLOSE_CONVERSATION') return answer(intent('closed', 'The conversation ended'), delay(1, false))
    if (event.type === 'START') return greetAgain(event)
    if (event.type === 'RICH_CONTENT') return answer(intent('rich', 'Sent a card'), text('Thank you, I have seen it.'))
    if (event.type === 'hosted-file') return thankForFile()
    if (event.text === NOBODY_TOOK_IT) return nobodyThere()
    const words = event.text.toLowerCase()
    const rule = rules.find(({ hears }) => hears.test(words))
    if (rule !== undefined) return rule.says(event, memory)
    const drink = findDrink(words)
    if (drink !== undefined) return takeOrder(drink.name, event, memory)
    return greet(memory)
  }
}

function greet(memory: Memory): Answer {
  const greeted = memory.has('greeted')
  memory.set('greeted', 'yes')
  return greeted
    ? answer(
        intent('unclear', 'Nothing fits', 0.3),
        ask('I did not get that. Say “help” for all I know, or:', STARTERS),
      )
    : answer(intent('greeting', 'Says hello'), ask('Hello, this is Baton Coffee. What can I do for you?', STARTERS))
}

function thankForFile(): Answer {
  const words = 'Thank you, your file is here. I only read words, but a person can look at it.'
  return answer(intent('file', 'Sent a file'), ask(words, [{ title: 'Talk to a person', id: 'qr-person' }]))
}

function greetAgain({ lastConsumerMessage }: BotEvent): Answer {
  const about = lastConsumerMessage === undefined ? '' : ` You said “${lastConsumerMessage.slice(0, 80)}”.`
  return answer(intent('welcome', 'Was given the conversation'), ask(`Hello, the coffee bot here.${about}`, STARTERS))
}

/** What the platform tells a bot whose transfer came to nobody, as if the consumer had said it. */
const NOBODY_TOOK_IT = '__agent_escalation_failed__'

function nobodyThere(): Answer {
  return answer(
    intent('nobody', 'Nobody took the transfer'),
    ask('Nobody is there at the moment, I am sorry. You still have me:', STARTERS),
  )
}

function takeOrder(name: string, { clickedIds }: BotEvent, memory: Memory): Answer {
  memory.set('drink', name)
  const fromCard = clickedIds[0] === undefined ? '' : ` (from the card ${clickedIds[0]})`
  return answer(
    intent('order', 'Orders a drink'),
    ask(`One ${name.toLowerCase()}${fromCard}. For here or to take away?`, [
      { title: 'For here', id: 'qr-here' },
      { title: 'To take away', id: 'qr-away' },
    ]),
  )
}

function confirmOrder(event: BotEvent, memory: Memory): Answer {
  const drink = memory.get('drink')
  if (drink === undefined) return greet(memory)
  memory.delete('drink')
  const where = event.text.toLowerCase().includes('here') ? 'for here' : 'to take away'
  return answer(
    intent('order-confirmed', 'Says where to drink it'),
    text(`${drink} ${where}: thank you. Your order is number 1042, ask me where it is at any time.`),
  )
}

function orderStatus(event: BotEvent): Answer {
  const number = /\d{3,6}/.exec(event.text)?.[0] ?? ''
  return answer(
    intent('order-status', 'Asks for an order', 0.95),
    text('One moment, I am looking.'),
    delay(2),
    text(`Order ${number} is on the bar right now. Two people before you, about four minutes.`),
  )
}

function askForNumber(): Answer {
  return answer(
    intent('order-status', 'Asks for an order', 0.7),
    text('Which number is on your receipt? For example: order 1042.'),
  )
}

function passOn(event: BotEvent, words: string, parameters: object): Answer {
  const said = event.text.slice(0, 200)
  return answer(
    intent('transfer', 'Wants to talk to a person', 0.95),
    text(words),
    note(`The consumer asked for a person and said: “${said}”. I have promised nothing.`),
    action('TRANSFER', parameters),
  )
}

function raisePriority(): Answer {
  return answer(
    intent('urgent', 'Is in a hurry', 0.9),
    text('Understood, this goes to the front. Say “talk to a person” and you are next.'),
    action('CHANGE_TTR', { ttrType: 'URGENT' }),
  )
}

/** Wrong on purpose: only one action is allowed. */
function twoActions(): Answer {
  return answer(
    intent('broken', 'Shows a wrong answer'),
    text('Nobody ever reads this.'),
    action('TRANSFER', {}),
    action('CLOSE_CONVERSATION'),
  )
}

function sayBye(withSurvey: boolean): Answer {
  return answer(
    intent('bye', 'Says goodbye'),
    text('See you soon at Baton Coffee.'),
    action('CLOSE_CONVERSATION', withSurvey ? {} : { withoutPcs: true }),
  )
}
