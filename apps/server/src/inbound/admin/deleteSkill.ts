import type { AccountId, Facts, Problem } from '@baton/base'
import { authoredConfig } from '@baton/runtime'
import type { Bot, Person, Skill } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { HttpProblem, notFound, orNotFound } from '../httpProblem.ts'
import { security, skillPath, writeRefusals } from './schemas.ts'
import { allBots, allSkills, defaultSkillOf } from './uses.ts'

const PAGE = 200
const MOST_PEOPLE = 10_000
/** Named in one refusal; whoever has more begins with these. */
const MOST_NAMED = 50

/** What may refer to a skill; screens have a sentence of their own for each. */
type ReferrerKind = 'person' | 'bot' | 'errors' | 'entryPoint' | 'fallback' | 'transfers' | 'conversations'

interface Referrer extends Problem {
  readonly rule: ReferrerKind
  readonly facts: Pick<Facts, 'name' | 'count'>
}

/** Takes a skill away that nothing leads to any more. */
export const deleteSkill: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  app.delete(
    '/skills/:id',
    {
      schema: {
        tags: ['skills'],
        security,
        params: skillPath,
        description:
          'Refused with `in-use` while people, bots, entry points, other skills or open conversations refer to it; `problems` ' +
          'names each of them (`rule` says what it is, `facts` its name). Switch it off first: what bots passed to it goes back to them.',
        response: { 204: z.undefined().describe('Gone'), ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { accountId, id } = request.params
      const skill = orNotFound(await settings.findSkill(accountId, id), 'skill')
      const problems = await referrersOf(house, skill)
      if (problems.length > 0) {
        const message = `The skill "${skill.name}" is still in use. ${problems.map((one) => one.message).join(' ')}`
        throw new HttpProblem(409, 'in-use', message.slice(0, 2_000), { problems })
      }
      const note = noteOf<Skill>(house, request, 'skill.deleted', { kind: 'skill' })
      if (!(await settings.deleteSkill(accountId, id, note))) throw notFound('skill')
      house.settingsChanged(accountId)
      return reply.code(204).send()
    },
  )
  done()
}

/** Everything that would lead nowhere without this skill. */
async function referrersOf(house: House, skill: Skill): Promise<Referrer[]> {
  const { accountId, id, name } = skill
  const { settings, desk } = house.storage
  const [people, bots, skills, entryPoints, open] = await Promise.all([
    allPeople(house, accountId),
    allBots(house, accountId),
    allSkills(house, accountId),
    settings.listEntryPointsTo(accountId, id),
    desk.readDesk(accountId, { kind: 'all', skillId: id }, 1),
  ])
  const all: Referrer[] = [
    ...people
      .filter(({ skillIds }) => skillIds.includes(id))
      .map(({ id: at, fullName }) => refers(`/people/${at}`, 'person', fullName, `${fullName} has it.`)),
    ...bots
      .filter(({ skillIds }) => skillIds.includes(id))
      .map((bot) => refers(`/bots/${bot.id}`, 'bot', bot.name, `The bot "${bot.name}" sits on it.`)),
    ...bots
      .filter((bot) => defaultSkillOf(bot) === name || leadsTo(skill, fallbackSkillOf(bot)))
      .map((bot) => refers(`/bots/${bot.id}`, 'errors', bot.name, `Errors of the bot "${bot.name}" lead to it.`)),
    ...entryPoints.map((one) =>
      refers(`/entry-points/${one.id}`, 'entryPoint', one.name, `The entry point "${one.name}" leads to it.`),
    ),
    ...skills
      .filter(({ fallbackSkillId }) => fallbackSkillId === id)
      .map((one) => refers(`/skills/${one.id}`, 'fallback', one.name, `The skill "${one.name}" falls back to it.`)),
    ...skills
      .filter(({ transfersTo }) => transfersTo?.includes(id))
      .map((one) => refers(`/skills/${one.id}`, 'transfers', one.name, `The skill "${one.name}" may pass on to it.`)),
  ]
  return [...stillOpen(open.total), ...all].slice(0, MOST_NAMED)
}

const refers = (path: string, rule: ReferrerKind, name: string, message: string): Referrer => ({
  path,
  rule,
  message,
  facts: { name },
})

function stillOpen(count: number): Referrer[] {
  if (count === 0) return []
  const message = count === 1 ? 'One open conversation is here.' : `${count} open conversations are here.`
  return [{ path: '', rule: 'conversations', message, facts: { count } }]
}

const leadsTo = ({ id, name }: Skill, named: number | string | undefined): boolean => named === id || named === name

/** Of a bot that is written here: where the conversation goes when it says nothing. */
function fallbackSkillOf({ kind, config }: Bot): number | string | undefined {
  if (kind !== 'authored') return undefined
  const parsed = authoredConfig.safeParse(config)
  return parsed.success ? parsed.data.connector.fallbackSkill : undefined
}

async function allPeople({ storage }: House, accountId: AccountId): Promise<Person[]> {
  const people: Person[] = []
  for (;;) {
    const after = people.at(-1)?.id
    const page = await storage.settings.listPeople(accountId, { limit: PAGE, ...(after !== undefined && { after }) })
    people.push(...page)
    if (page.length < PAGE || people.length >= MOST_PEOPLE) return people
  }
}
