import type { Clock } from '@baton/base'
import type { PeopleStore } from '../peopleStore.ts'
import type { SettingsDatabase } from '../settings/tables.ts'
import { attempts } from './attempts.ts'
import { audit } from './audit.ts'
import { keys } from './keys.ts'
import { letters } from './letters.ts'
import { links } from './links.ts'
import { sessions } from './sessions.ts'
import { signIn } from './signIn.ts'

/** One code for both dialects. */
export const peopleOver = (db: SettingsDatabase, clock: Clock): PeopleStore => ({
  ...signIn(db, clock),
  ...sessions(db),
  ...links(db),
  ...letters(db),
  ...keys(db),
  ...audit(db),
  ...attempts(db),
})
