import type { Settings } from '../settings.ts'
import type { SettingsDatabase } from './tables.ts'

export function secrets(db: SettingsDatabase): Pick<Settings, 'putSecretOnce' | 'readSecret'> {
  async function read(source: SettingsDatabase, name: string): Promise<string | undefined> {
    const row = await source.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst()
    return row?.value
  }
  return {
    readSecret: (name) => read(db, name),
    putSecretOnce: (name, value) =>
      db.transaction().execute(async (trx) => {
        const stored = await read(trx, name)
        if (stored !== undefined) return stored
        await trx.insertInto('secrets').values({ name, value }).execute()
        return value
      }),
  }
}
