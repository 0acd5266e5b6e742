import type { FastifyPluginAsync } from 'fastify'

/** Gift cards by their numbers; what is in the till of a real shop. */
const CARDS: Readonly<Record<string, { readonly owner: string; readonly amount: number }>> = {
  '1234': { owner: 'Ada', amount: 12.5 },
  '4321': { owner: 'Mo', amount: 3 },
}

const BEANS = [
  { name: 'Relay', taste: 'Chocolate and hazelnut' },
  { name: 'First Leg', taste: 'Peach and jasmine' },
  { name: 'Night Shift', taste: 'Caramel and dates' },
]

const STORY = 'It began with one machine, two friends and a bean from Huila.\n'

/** The brand's own system, which the authored bot asks. */
export const shopService: FastifyPluginAsync = async (app) => {
  app.get<{ Params: { number: string } }>('/shop/cards/:number', async ({ params }, reply) => {
    const card = Object.hasOwn(CARDS, params.number) ? CARDS[params.number] : undefined
    return card ?? reply.code(404).send({ message: 'There is no such card.' })
  })
  app.get('/shop/beans', async () => ({ beans: BEANS }))
  app.get('/shop/story', async (_request, reply) => reply.type('text/plain; charset=utf-8').send(STORY))
  /** What the house wants done with a wish; the authored bot's dynamic routing asks. */
  app.post('/shop/policy', async () => ({
    actions: [{ say: 'For catering our people need a day and a number of guests.' }],
  }))
  await app.register(documents)
}

/** The brand's own share. What comes is counted and let go; whoever calls a document "lost" sees what a failure looks like. */
const documents: FastifyPluginAsync = async (app) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, parsed) => parsed(null))
  app.put('/shop/documents', async (request, reply) => {
    let bytes = 0
    for await (const piece of request.raw) bytes += (piece as Buffer).length
    if (request.headers['x-caption'] === 'lost') return reply.code(422).send({ message: 'It was lost.' })
    return reply.code(201).send({ bytes })
  })
}
