import type { FastifyPluginCallback } from 'fastify'
import type { House } from '../house.ts'
import { accounts, oneAccount } from './admin/accounts.ts'
import { articles } from './admin/articles.ts'
import { auditLog } from './admin/auditLog.ts'
import { availablePeople } from './admin/availablePeople.ts'
import { botFiles } from './admin/botFiles.ts'
import { botGroups } from './admin/botGroups.ts'
import { bots } from './admin/bots.ts'
import { botVersions } from './admin/botVersions.ts'
import { conversations } from './admin/conversations.ts'
import { consentCallback, credentialConsents } from './admin/credentialConsents.ts'
import { credentials } from './admin/credentials.ts'
import { credentialUses } from './admin/credentialUses.ts'
import { deleteSkill } from './admin/deleteSkill.ts'
import { entryPoints } from './admin/entryPoints.ts'
import { environments } from './admin/environments.ts'
import { functions } from './admin/functions.ts'
import { integrationTrials } from './admin/integrationTrials.ts'
import { keys } from './admin/keys.ts'
import { liveNumbers } from './admin/live.ts'
import { people } from './admin/people.ts'
import { personLinks } from './admin/personLinks.ts'
import { personStatus } from './admin/personStatus.ts'
import { skills } from './admin/skills.ts'
import { surveys } from './admin/surveys.ts'
import { tokens } from './admin/tokens.ts'
import { transfers } from './admin/transfers.ts'
import { turnRecords } from './admin/turnRecords.ts'
import { uses } from './admin/uses.ts'
import { automaticTimers } from './words/automaticTimers.ts'
import { automaticWords } from './words/automaticWords.ts'
import { consumers } from './words/consumers.ts'
import { exports } from './words/exports.ts'
import { savedCards } from './words/savedCards.ts'
import { savedReplies } from './words/savedReplies.ts'
import { search } from './words/search.ts'
import { tags } from './words/tags.ts'
import { transcripts } from './words/transcripts.ts'

const IN_ACCOUNT = [
  oneAccount,
  skills,
  people,
  availablePeople,
  personLinks,
  personStatus,
  bots,
  botVersions,
  botFiles,
  botGroups,
  deleteSkill,
  environments,
  articles,
  turnRecords,
  transfers,
  surveys,
  credentials,
  credentialConsents,
  credentialUses,
  functions,
  integrationTrials,
  liveNumbers,
  entryPoints,
  tokens,
  keys,
  auditLog,
  conversations,
  savedReplies,
  savedCards,
  tags,
  automaticWords,
  automaticTimers,
  search,
  consumers,
  transcripts,
  exports,
  uses,
]

/** The API of administrators. Whose account it is, and who may, is asked before all routes: see `guardRoutes`. */
export const adminRoutes: FastifyPluginCallback<{ house: House }> = (app, { house }, done) => {
  app.register(accounts, { house })
  app.register(consentCallback, { house })
  app.register(
    (inAccount, _options, registered) => {
      for (const routes of IN_ACCOUNT) inAccount.register(routes, { house })
      registered()
    },
    { prefix: '/api/v1/accounts/:accountId' },
  )
  done()
}
