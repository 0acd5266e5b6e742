import { describe, expect, it } from 'vitest'
import type { NeedAnswer } from './need.ts'
import { bot, dialog, OPENING, Player, starter, text } from './testing/player.ts'

const welcome = dialog('welcome', [starter('hello', 'hi', 'hello'), text('greet', 'Hello from {$env.shop}!')])
const fallback = dialog('fallback', [text('sorry', 'Sorry?')], { kind: 'fallback' })
const order = dialog('order', [
  starter('wantsOrder', '*order*'),
  {
    type: 'textQuestion',
    name: 'count',
    text: 'How many?',
    rules: [
      {
        name: 'number',
        when: [{ kind: 'pattern', patterns: ['1', '2'] }],
        set: [{ name: 'count', value: '{$userMessage}', scope: 'session' }],
        next: { go: 'next' },
      },
    ],
  },
  text('done', '{$botContext.count} it is.'),
])

describe('advance', () => {
  it('greets, asks, keeps what it was told, and ends', () => {
    const player = new Player(bot([welcome, order, fallback]))
    expect(player.say(OPENING)).toEqual(['Hello from Bern!'])
    expect(player.say('I want to order')).toEqual(['How many?'])
    expect(player.say('2')).toEqual(['2 it is.'])
  })

  it('dialogs R3.2, R3.31: leaves a question for another dialog, and comes back to it', () => {
    const player = new Player(bot([welcome, order, fallback]))
    player.say('order')
    expect(player.say('hello')).toEqual(['Hello from Bern!', 'How many?'])
    expect(player.say('1')).toEqual(['1 it is.'])
  })

  it('dialogs R3.36: asks again after the fallback dialog', () => {
    const player = new Player(bot([welcome, order, fallback]))
    player.say('order')
    expect(player.say('what?')).toEqual(['Sorry?', 'How many?'])
  })

  it('dialogs R3.37: says that it did not understand where there is no fallback dialog', () => {
    const player = new Player(bot([welcome, order]))
    expect(player.say('what?')).toEqual(['Not able to understand your question. Can you please re-phrase it?'])
  })

  it('scripting A-82: a trigger before an interaction speaks goes elsewhere instead', () => {
    const jumps = dialog('jumps', [starter('jump', 'jump'), text('here', 'never said', { preProcess: 'go' })])
    const answers: NeedAnswer[] = [
      { kind: 'script', effects: [{ do: 'setTriggerNextMessage', name: 'greet' }], logs: [] },
    ]
    const player = new Player(bot([welcome, jumps]), () => answers.shift() ?? { kind: 'failed', message: '' })
    expect(player.say('jump')).toEqual(['Hello from Bern!'])
  })

  it('tells an answer that nothing waits for, and stays as it was', () => {
    const player = new Player(bot([welcome]))
    const before = player.run
    const advanced = player.say({ kind: 'answer', at: 1, needId: 9, answer: { kind: 'failed', message: '' } } as never)
    expect(advanced).toEqual([])
    expect(player.run).toEqual(before)
    expect(player.logs()).toEqual(['An answer to the need 9 came, which nothing waits for.'])
  })

  it('dialogs R5.5: forgets an idle session, and its open question with it', () => {
    const player = new Player(bot([welcome, order, fallback]))
    player.say('order')
    player.at += 61 * 60_000
    expect(player.say('2')).toEqual(['Sorry?'])
  })
})
