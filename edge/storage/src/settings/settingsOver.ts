import type { Clock } from '@baton/base'
import type { Settings } from '../settings.ts'
import { accounts } from './accounts.ts'
import { botGroups } from './botGroups.ts'
import { bots } from './bots.ts'
import { entryPoints } from './entryPoints.ts'
import { people } from './people.ts'
import { secrets } from './secrets.ts'
import { skills } from './skills.ts'
import type { SettingsDatabase } from './tables.ts'
import { tokens } from './tokens.ts'

/** One code for both dialects. */
export function settingsOver(db: SettingsDatabase, clock: Clock): Settings {
  return {
    ...accounts(db, clock),
    ...skills(db),
    ...people(db),
    ...bots(db),
    ...botGroups(db),
    ...entryPoints(db),
    ...tokens(db),
    ...secrets(db),
  }
}
