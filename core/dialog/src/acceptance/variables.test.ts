import { describe, expect, it } from 'vitest'
import type { BotDefinition } from '../definition.ts'
import type { Need, NeedAnswer } from '../need.ts'
import type { ScriptEffect } from '../script.ts'
import { bot, dialog, Player, type Sketch, starter, text } from '../testing/player.ts'

const script = (...effects: ScriptEffect[]): NeedAnswer => ({ kind: 'script', effects, logs: [] })
const set = (name: string, value: string, scope: 'request' | 'dialog' | 'session') => ({ name, value, scope })
const question = (name: string, rules: unknown[]): Sketch =>
  ({ type: 'textQuestion', name, text: `${name}?`, rules }) as Sketch

describe('variables', () => {
  it('dialogs R5.2: live for a request, a dialog, or a session', () => {
    const show = text('show', 'r={$botContext.r} d={$botContext.d} s={$botContext.s}')
    const rule = {
      set: [set('r', '{$userMessage}', 'request'), set('d', '2', 'dialog'), set('s', '3', 'session')],
      next: { go: 'next' },
    }
    const player = new Player(
      bot([
        dialog('main', [
          starter('s0', 'go'),
          question('q', [rule]),
          show,
          question('q2', [{ next: { go: 'interaction', id: 'show2' } }]),
          text('show2', 'r={$botContext.r} d={$botContext.d} s={$botContext.s}'),
        ]),
        dialog('later', [
          starter('s1', 'later'),
          text('show3', 'r={$botContext.r} d={$botContext.d} s={$botContext.s}'),
        ]),
      ]),
    )
    player.say('go')
    expect(player.say('1')).toEqual(['r=1 d=2 s=3', 'q2?'])
    expect(player.say('x')).toEqual(['r= d=2 s=3'])
    expect(player.say('later')).toEqual(['r= d= s=3'])
    player.at += 61 * 60_000
    expect(player.say('later')).toEqual(['r= d= s='])
  })

  it('dialogs R5.18, scripting A-36: what is not set is left out, and told', () => {
    const player = new Player(bot([dialog('d', [starter('s', 'go'), text('t', 'Hello {$botContext.who}!')])]))
    expect(player.say('go')).toEqual(['Hello !'])
    expect(player.logs().join()).toContain('"$botContext.who" is not set')
  })

  it('scripting A-35: what was put in is not looked at again', () => {
    const player = new Player(bot([dialog('d', [starter('s', '*'), text('t', 'You said {$userMessage}')])]))
    expect(player.say('{$env.shop}')).toEqual(['You said {$env.shop}'])
  })

  it('dialogs R5.11: system variables', () => {
    const whole =
      '{$chatBotId} {$chatBotUserId} {$chatBotUserPlatformId} {$firstname} {$conversationId} {$query} {$quickReplyPayload}'
    const player = new Player(bot([dialog('d', [starter('s', 'pay'), text('t', whole)])]))
    expect(player.say({ kind: 'click', at: 0, on: 'quickReply', text: 'pay', label: 'Pay' })).toEqual([
      'bot consumer-1 77 Robin c1 pay pay',
    ])
  })

  it('dialogs R5.11: the location of a reply', () => {
    const where = text('t', '{$location.city} {$location.zip} {$location.latlng}')
    const player = new Player(bot([dialog('d', [starter('s', '*'), where])]))
    const location = { city: 'Bern', zip: '3011', lat: 46.9, lng: 7.4 }
    expect(player.say({ kind: 'location', at: 0, location })).toEqual(['Bern 3011 46.9,7.4'])
  })

  it('scripting A-73, §7.3: a value keeps its type within the turn, and is a text after it', () => {
    const seen: unknown[] = []
    const player = new Player(
      bot([
        dialog('d', [
          starter('s', 'go'),
          text('t', 'a', { preProcess: 'write' }),
          question('q', [{ next: { go: 'next' } }]),
          text('t2', '{$botContext.list}|{$botContext.n}', { preProcess: 'read' }),
        ]),
      ]),
      (need) => {
        if (need.kind !== 'script') return { kind: 'failed', message: '' }
        seen.push(need.snapshot.variables.session.list)
        if (need.code !== 'write') return script()
        return script(
          { do: 'setVariable', name: 'list', value: [1, 2], scope: 'session' },
          { do: 'setVariable', name: 'n', value: 10, scope: 'session' },
        )
      },
    )
    player.say('go')
    expect(player.run.session?.variables).toEqual({ list: '1,2', n: '10' })
    expect(player.say('x')).toEqual(['1,2|10'])
    expect(seen).toEqual([undefined, '1,2'])
  })

  it('dialogs R5.9: a slot is filled from the words that began the dialog, and its question is not put', () => {
    const whole: Partial<BotDefinition> = {
      domains: [
        {
          id: 'd',
          name: 'D',
          entities: [
            {
              kind: 'valueSet',
              name: 'SIZE',
              values: [
                { phrase: 'large', value: 'L' },
                { phrase: 'small', value: 'S' },
              ],
            },
          ],
        },
      ],
    }
    const size = question('size', [
      { slot: { name: 'size', entity: '@SIZE' }, next: { go: 'next' } },
      { when: [{ kind: 'noMatch', message: 'Large or small?' }], next: { go: 'interaction', id: 'size' } },
    ])
    const order = dialog('order', [starter('s', '*coffee*'), size, text('t', 'One {$botContext.slot.size}.')])
    expect(new Player(bot([order], whole)).say('a large coffee')).toEqual(['One L.'])
    const player = new Player(bot([order], whole))
    expect(player.say('a coffee')).toEqual(['size?'])
    expect(player.say('blue')).toEqual(['Large or small?', 'size?'])
    expect(player.say('the small one')).toEqual(['One S.'])
  })

  it('dialogs R5.8: a rule sets a variable from an entity', () => {
    const ask = question('mail', [{ set: [set('mail', '@MAIL', 'session')], next: { go: 'next' } }])
    const player = new Player(
      bot([dialog('d', [starter('s', 'go'), ask, text('t', '{$botContext.mail}')])], {
        domains: [{ id: 'd', name: 'D', entities: [{ kind: 'builtIn', name: 'MAIL', of: 'email' }] }],
      }),
    )
    player.say('go')
    expect(player.say('it is ada@example.com')).toEqual(['ada@example.com'])
  })
})

const stores: NonNullable<BotDefinition['integrations']>[number] = {
  type: 'api',
  id: 'stores',
  name: 'Stores',
  method: 'POST',
  url: 'https://api.example/{$botContext.path}',
  parameters: [{ key: 'q', value: '{$userMessage}' }],
  headers: [{ key: 'X-Who', value: '{$botContext.who}' }],
  body: '{"said":"{$userMessage}","raw":{$botContext.raw}}',
  fields: [
    { key: 'city', path: '{$.api_Stores.list[i].city}' },
    { key: 'second', path: '{$.api_Stores.list[1].city}' },
    { key: 'name', path: '{$.api_Stores.name}' },
  ],
}
const answered = (body: unknown): NeedAnswer => ({ kind: 'call', outcome: 'success', status: 200, body: body as never })
const calls = (more: object = {}) =>
  dialog('d', [
    starter('s', '*'),
    { type: 'integration', name: 'call', integrationId: 'stores', ...more } as Sketch,
    text('t', '{Stores.name}|{Stores.city}|{Stores.city.count}|{Stores.second}'),
  ])
const play = (answer: (need: Need) => NeedAnswer, integration: object = {}, permanent = {}) => {
  const player = new Player(bot([calls()], { integrations: [{ ...stores, ...integration } as never] }), answer)
  player.run = { ...player.run, permanent: { path: 'a b', who: 'Ada', raw: '{"x":1}', ...permanent } }
  return player
}

describe('integrations', () => {
  it('scripting A-53–A-57, A-60: fields of a record, of all, and their number', () => {
    const player = play(() => answered({ name: 'Ours', list: [{ city: 'Bern' }, { city: 'Basel' }, {}] }))
    expect(player.say('hi')).toEqual(['Ours|Bern|3|Basel'])
    expect(player.run.session?.fields['Stores.city']).toEqual(['Bern', 'Basel', null])
  })

  it('scripting A-34, A-37: variables in address, parameters, headers and JSON', () => {
    const player = play(() => answered({}))
    player.say('say "hi" & bye')
    expect(player.needs[0]).toMatchObject({
      kind: 'call',
      request: {
        type: 'api',
        method: 'POST',
        url: 'https://api.example/a%20b?q=say%20%22hi%22%20%26%20bye',
        body: '{"said":"say \\"hi\\" & bye","raw":{"x":1}}',
        headers: expect.arrayContaining([{ name: 'X-Who', value: 'Ada' }]),
      },
    })
  })

  it('dialogs R2.38: a line feed in a header is not sent', () => {
    const player = play(() => answered({}), {}, { who: 'Ada\r\nX-Evil: 1' })
    expect(player.say('hi')).toEqual(['Sorry, I could not find anything for that.'])
    expect(player.needs).toEqual([])
  })

  it('scripting A-44, A-45, A-46: what scripts can read of an answer', () => {
    const player = play(() => answered('plain'))
    player.say('hi')
    expect(player.run.session?.variables).toMatchObject({
      api_Stores: { jsonData: '{"api_Stores":"plain"}' },
      api_StoresStatus: 200,
    })
  })

  it('scripting A-50 b, §7.1: a transform script may put a key above a bare list', () => {
    const player = play(
      (need) =>
        need.kind === 'call'
          ? answered([{ city: 'Seattle' }])
          : script({
              do: 'setVariable',
              name: 'api_Stores',
              scope: 'session',
              value: { jsonData: '{"api_Stores":{"list":[{"city":"Seattle"}]}}' },
            }),
      { transform: 'wrap' },
    )
    expect(player.say('hi')).toEqual(['|Seattle|1|'])
    const transform = player.needs[1]
    expect(transform).toMatchObject({
      kind: 'script',
      panel: 'transform',
      snapshot: { lastCall: { successful: false, status: 200 } },
    })
  })

  it('dialogs R5.14: a list without a key above it is read too', () => {
    const player = play(() => answered([{ city: 'Bern' }, { city: 'Basel' }]), {
      fields: [{ key: 'city', path: '{$.api_Stores[i].city}' }],
    })
    player.say('hi')
    expect(player.run.session?.fields['Stores.city']).toEqual(['Bern', 'Basel'])
  })

  it('scripting A-48: the fields of an earlier run are gone after a failure', () => {
    let works = true
    const player = play(() =>
      works ? answered({ name: 'Ours' }) : { kind: 'call', outcome: 'failure', status: 500, body: null },
    )
    player.say('hi')
    works = false
    player.say('hi')
    expect(player.run.session?.fields).toEqual({})
  })
})

describe('long texts', () => {
  const long = `${'word '.repeat(70)}end`
  it('dialogs R2.5: are split between words at 320 characters', () => {
    const says = new Player(bot([dialog('d', [starter('s', 'go'), text('t', long)])])).say('go')
    expect(says).toHaveLength(2)
    expect(says.every((part) => part.length <= 320)).toBe(true)
    expect(says.join(' ')).toBe(long)
  })

  it('dialogs R2.5: stay whole where a script says so', () => {
    const whole = bot([dialog('d', [starter('s', 'go'), text('t', long, { preProcess: 'x' })])])
    expect(new Player(whole, () => script({ do: 'setAllowMaxTextResponse', on: true })).say('go')).toEqual([long])
  })
})
