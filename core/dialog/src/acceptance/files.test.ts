import { describe, expect, it } from 'vitest'
import type { BotDefinition } from '../definition.ts'
import type { ReceivedFile } from '../input.ts'
import { bot, dialog, Player, starter, text } from '../testing/player.ts'

const box: Partial<BotDefinition> = {
  integrations: [{ type: 'file', id: 'box', name: 'Box', method: 'PUT', url: 'https://box.example/in' }],
}
const upload = (more: object = {}) => ({
  type: 'fileUpload' as const,
  name: 'ask',
  text: 'Your card, please',
  acceptedTypes: ['PDF'],
  ...more,
})
const store = { type: 'integration', name: 'store', integrationId: 'box' } as const
const file = (more: Partial<ReceivedFile> = {}) =>
  ({
    kind: 'file',
    at: 0,
    file: { fileId: 'f1', name: 'a.pdf', mediaType: 'application/pdf', size: 9, ...more },
  }) as const
const sends = (player: Player) => player.outputs.filter(({ kind }) => kind === 'upload')

describe('a dialog that takes files whenever they come', () => {
  const anywhere = dialog('files', [upload({ inProgress: 'Taking it …' }), store], { kind: 'fileUpload' })
  const order = dialog('order', [
    starter('o', 'order'),
    { type: 'textQuestion', name: 'size', text: 'Which size?', next: { go: 'next' } },
    text('thanks', 'Thanks.'),
  ])

  it('dialogs R8.27: in the middle of another one, which stays at its question', () => {
    const player = new Player(bot([order, anywhere], box))
    expect(player.say('order')).toEqual(['Which size?'])
    expect(player.say(file())).toEqual(['Taking it …'])
    const [sent] = sends(player)
    expect(sent).toMatchObject({ fileId: 'f1', integration: { id: 'box' } })
    expect(player.say('large')).toEqual(['Thanks.'])
    const uploadId = sent?.kind === 'upload' ? sent.uploadId : ''
    expect(player.say({ kind: 'fileResult', at: 0, uploadId, succeeded: true })).toEqual([
      'Successfully processed the file.',
    ])
  })

  it('dialogs R8.27: when nothing else is under way, and only what it accepts', () => {
    const player = new Player(bot([anywhere], box))
    expect(player.say(file({ name: 'a.png', mediaType: 'image/png' }))).toEqual([
      'The file type is invalid. Upload one of these types: PDF.',
    ])
    expect(sends(player)).toEqual([])
    expect(player.say(file())).toEqual(['Taking it …'])
    expect(sends(player)).toHaveLength(1)
  })

  it('dialogs R8.21: a question that waits for a file has it first', () => {
    const asking = dialog('card', [starter('c', 'card'), upload(), { ...store, name: 'store_c' }])
    const player = new Player(
      bot(
        [{ ...asking, interactions: asking.interactions.map((one) => ({ ...one, id: `c_${one.id}` })) }, anywhere],
        box,
      ),
    )
    player.say('card')
    expect(player.say(file())).toEqual(['Processing the file…'])
  })
})

describe('a file that nobody asked for', () => {
  it('messaging R6.9: is heard as `__image_received__`, and goes to the Fallback dialog when nothing waits for that', () => {
    const fallback = dialog('fallback', [text('sorry', 'Sorry.')], { kind: 'fallback' })
    expect(new Player(bot([fallback])).say(file())).toEqual(['Sorry.'])
    const seen = dialog('seen', [starter('i', '__image_received__'), text('nice', 'A nice one.')])
    expect(new Player(bot([fallback, seen])).say(file())).toEqual(['A nice one.'])
  })
})

describe('where files are switched off', () => {
  it('the bot is told at once: it does not ask, says that it failed, and follows the rule for a failure', () => {
    const failed = { when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'call' } }
    const asking = dialog('card', [
      starter('c', 'card'),
      upload({ failure: 'Files cannot be sent here.' }),
      { ...store, rules: [failed] } as never,
      text('fine', 'All is well.'),
      text('call', 'A colleague will call you.', { next: { go: 'end' } }),
    ])
    const player = new Player(bot([asking], box), undefined, { takesFiles: false })
    const said = player.say('card')
    expect(said[0]).toBe('Files cannot be sent here.')
    expect(said).not.toContain('Your card, please')
    expect(player.logs()).toContain('Files are switched off in this account; the file is not asked for.')
  })
})
