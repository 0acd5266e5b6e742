import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type AgentClient, type AgentState, createAgentClient } from './createAgentClient.ts'
import type { SocketConstructor } from './environment.ts'
import { ScriptedServer } from './testing/scriptedServer.ts'

let server: ScriptedServer
let agent: AgentClient

beforeEach(async () => {
  server = new ScriptedServer()
  server.goodTokens.add('desk')
  const url = await server.start()
  server.say('how can I help?')
  agent = createAgentClient({
    url,
    token: 'desk',
    WebSocket: WebSocket as unknown as SocketConstructor,
    random: () => 0,
  })
  await until(({ connection }) => connection === 'online')
})
afterEach(async () => {
  agent.stop()
  await server.stop()
})

function until(holds: (state: AgentState) => boolean): Promise<AgentState> {
  return new Promise((resolve) => {
    if (holds(agent.state)) return resolve(agent.state)
    const stop = agent.subscribe((state) => {
      if (!holds(state)) return
      stop()
      resolve(state)
    })
  })
}

function theOne() {
  const id = server.newest?.conversationId
  if (id === undefined) throw new Error('nothing is open')
  const seqs = () => agent.state.conversations.get(id)?.view.events.map(({ seq }) => seq)
  const stored = () => server.newest?.log.map(({ seq }) => seq)
  return { id, seqs, stored }
}

it('follows a conversation over a lost socket, from where it stopped', async () => {
  const { id, seqs, stored } = theOne()
  await agent.follow(id)
  await until(() => seqs()?.length === stored()?.length)
  const after = agent.state.conversations.get(id)?.view.header.seq
  server.losePushes = 1
  server.say('are you there?')
  server.cut()
  await until(() => seqs()?.length === stored()?.length)
  expect(seqs()).toEqual(stored())
  expect(server.heard.filter(({ type }) => type === 'subscribe').at(-1)).toMatchObject({ conversationId: id, after })
})

it('sends its words once, whatever is lost on the way', async () => {
  const { id, seqs, stored } = theOne()
  await agent.follow(id)
  server.sendFaults = ['answer-lost', 'lost-before-commit']
  agent.send(id, 'a')
  agent.send(id, 'b')
  await until(({ outbox }) => outbox.length === 0 && seqs()?.length === stored()?.length)
  const texts = server.newest?.log.map(({ event }) => event.type === 'message' && event.content)
  expect(texts?.slice(-2)).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'text', text: 'b' },
  ])
  expect(seqs()).toHaveLength(4)
})

it('keeps words for a conversation that has ended as failed: an agent opens no new one', async () => {
  const { id } = theOne()
  await agent.follow(id)
  server.refusals = ['conversation-closed']
  agent.send(id, 'too late')
  const { outbox } = await until((state) => state.outbox[0]?.state === 'failed')
  expect(outbox[0]).toMatchObject({ reason: 'conversation-closed' })
})

it('gives up when its token is no longer taken', async () => {
  server.goodTokens.clear()
  server.cut(4401)
  const { problem } = await until(({ connection }) => connection === 'closed')
  expect(problem).toBe('sign-in-refused')
})
