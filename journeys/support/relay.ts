import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AdminApi } from '@baton/examples'
import { clerkDefinition, surveyDefinition } from './relayBots.ts'
import { type ScriptedBot, saying, startScriptedBot } from './scriptedBot.ts'
import { type RunningServer, startServer } from './server.ts'
import { connectOperator } from './shop.ts'

/** A brand in which a conversation changes hands: two kinds of bots, three skills of people, and questions afterwards. */
export interface Relay {
  readonly server: RunningServer
  readonly admin: AdminApi
  readonly account: string
  readonly home: string
  readonly entryPoint: string
  /** By name. */
  readonly skills: Readonly<Record<string, number>>
  readonly bots: { readonly clerk: number; readonly survey: number; readonly gifts: number }
  /** The bot behind HTTP, which knows about gifts. */
  readonly gifts: ScriptedBot
  /** A page with the messenger. */
  readonly pageUrl: string
  /** Hires somebody without a browser. @returns what their programs sign in with */
  hire(nickname: string, role: 'agent' | 'manager', skills: readonly string[]): Promise<{ id: number; token: string }>
  /** Whatever the API says, as the operator sees it. */
  read<T>(path: string): Promise<T>
  stop(): Promise<void>
}

const ACCOUNT = 'relay'

/** What the bot behind HTTP does with each word. */
const playGifts: Parameters<typeof startScriptedBot>[0] = ({ body }) => {
  const said = body.data.message ?? body.context.lpEvent.lastConsumerMessage ?? ''
  if (said.includes('parcel')) {
    return passing('Robin knows about parcels.', 'Counter', { transferBotContext: { userMessage: said } })
  }
  if (said.includes('somebody')) return passing('Our gift people take over.', 'Gift people')
  return saying(`A gift it is: you said “${said}”.`)
}

const passing = (message: string, skillName: string, more: object = {}) => ({
  response: [
    { type: 'TEXT', data: { message } },
    { type: 'ACTION', data: { name: 'TRANSFER', parameters: { skillName, ...more } } },
  ],
  analytics: { intents: [{ id: 'hand-over', name: 'Wants somebody else', confidenceScore: 0.9 }] },
})

export async function openRelay(environment: Readonly<Record<string, string>> = {}): Promise<Relay> {
  const server = await startServer(environment)
  const gifts = await startScriptedBot(playGifts)
  const operator = connectOperator(server)
  const home = `/accounts/${ACCOUNT}`
  await operator.create('/accounts', { id: ACCOUNT, name: 'Relay' })
  const make = (what: string, body: object) => operator.create<{ id: number }>(`${home}/${what}`, body)

  const skills: Record<string, number> = {}
  for (const name of ['Parcel people', 'Gift people', 'Counter', 'Gifts']) {
    skills[name] = (await make('skills', { name })).id
  }
  skills['Night desk'] = (await make('skills', { name: 'Night desk', failIfNobodyOnline: true })).id
  const defaultSkill = 'Parcel people'

  const publish = async (body: object, definition: object) => {
    const { id } = await make('bots', { kind: 'authored', config: { defaultSkill }, ...body })
    const path = `${home}/bots/${id}`
    const { hash } = await operator.replace<{ hash: string }>(`${path}/draft`, { definition, comment: '' })
    await operator.create(`${path}/publish`, { hash, comment: '' })
    await operator.change(path, { enabled: true })
    return id
  }
  const number = (name: string) => String(skills[name])
  const clerk = await publish(
    { name: 'Robin', nickname: 'Robin', skillIds: [skills.Counter] },
    clerkDefinition({ parcels: number('Parcel people'), night: number('Night desk'), gifts: number('Gifts') }),
  )
  const survey = await publish({ name: 'Asker', nickname: 'Relay', skillIds: [] }, surveyDefinition)
  const config = { baseUrl: gifts.url, botId: 'gifts', environment: 'draft', defaultSkill }
  const { id: giftBot } = await make('bots', {
    ...{ name: 'Gift bot', nickname: 'Gift bot', skillIds: [skills.Gifts], enabled: true, config },
  })
  for (const name of ['Parcel people', 'Gift people', 'Counter']) {
    await operator.change(`${home}/skills/${skills[name]}`, { survey: { botId: survey, timeoutMs: 600_000 } })
  }
  const entryPoint = { id: 'web', name: 'Web', title: 'Relay', skillId: skills.Counter, language: 'en' }
  await make('entry-points', entryPoint)

  return {
    server,
    admin: operator,
    account: ACCOUNT,
    home,
    entryPoint: entryPoint.id,
    skills,
    bots: { clerk, survey, gifts: giftBot },
    gifts,
    pageUrl: `${server.url}/try/${ACCOUNT}/${entryPoint.id}`,
    async hire(nickname, role, names) {
      const skillIds = names.map((name) => skills[name])
      const { id } = await make('people', { fullName: nickname, nickname, role, skillIds })
      const made = await operator.create<{ token: string }>(`${home}/tokens`, {
        ...{ kind: 'agent', name: nickname, personId: id },
      })
      return { id, token: made.token }
    },
    async read(path) {
      const token = readFileSync(join(server.dataDir, 'admin-token'), 'utf8').trim()
      const answer = await fetch(`${server.deskUrl}/api/v1${home}${path}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    async stop() {
      await gifts.stop()
      await server.stop()
    },
  }
}
