import type { Clock } from '@baton/base'
import { type Dialect, Kysely } from 'kysely'
import type { Settings } from '../settings.ts'
import { accounts } from './accounts.ts'
import { bots } from './bots.ts'
import { entryPoints } from './entryPoints.ts'
import { people } from './people.ts'
import { secrets } from './secrets.ts'
import { skills } from './skills.ts'
import type { SettingsTables } from './tables.ts'
import { tokens } from './tokens.ts'

/** One code for both dialects. */
export function settingsOver(dialect: Dialect, clock: Clock): Settings {
  const db = new Kysely<SettingsTables>({ dialect })
  return {
    ...accounts(db, clock),
    ...skills(db),
    ...people(db),
    ...bots(db),
    ...entryPoints(db),
    ...tokens(db),
    ...secrets(db),
  }
}
