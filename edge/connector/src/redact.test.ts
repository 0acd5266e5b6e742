import { describe, expect, it } from 'vitest'
import { announcementBody } from './announcement.ts'
import { endpointConfig } from './endpointConfig.ts'
import { asking, config as settings, TestClock } from './examples/asking.ts'
import { redact } from './redact.ts'

const body = {
  type: 'TEXT',
  data: { message: 'Hello' },
  context: { lpEvent: { originatorId: 'c1', 'a/b~c': 1, metadata: [{ id: 1 }, { id: 2 }] } },
}

describe('what a service is not to know (connector R3.26)', () => {
  it('is taken out, and nothing beside it', () => {
    const pointers = ['/context/lpEvent/originatorId', '/context/lpEvent/a~1b~0c', '/context/lpEvent/metadata/0']
    expect(redact(body, pointers)).toEqual({ ...body, context: { lpEvent: { metadata: [null, { id: 2 }] } } })
  })

  it('need not be there, and leaves the body that was given as it was', () => {
    const before = structuredClone(body)
    const nowhere = ['/context/lpEvent/nobody/knows', '/context/length', '/sdes/x', '/context/lpEvent/metadata/7']
    expect(redact(body, nowhere)).toEqual(body)
    redact(body, ['/context/lpEvent'])
    expect(body).toEqual(before)
  })

  it('cannot reach what every object inherits', () => {
    redact(body, ['/context/__proto__/toString', '/context/constructor/prototype'])
    expect(typeof {}.toString).toBe('function')
  })

  it('is left out of the announcement', () => {
    const contextRedaction = ['/sdes/unauthenticatedSdes/cart']
    const config = settings('https://bot.example', { engagementAttributes: true, contextRedaction })
    const attributes = { cart: { total: 3 }, lead: { topic: 'x' } }
    const sent = JSON.parse(announcementBody(asking(config, new TestClock(), { attributes })))
    expect(sent.sdes.unauthenticatedSdes).toEqual({ lead: { lead: { topic: 'x' } } })
  })

  it.each(['/data/message', 'context/lpEvent', '/context', '/context/a~2', ''])(
    'a setting %j is refused',
    (pointer) => {
      const [baseUrl, botId] = ['https://bot.example', 'b1']
      expect(endpointConfig.safeParse({ baseUrl, botId, contextRedaction: [pointer] }).success).toBe(false)
    },
  )
})
