import type { AccountId } from '@baton/base'
import type { Expression, Kysely, SqlBool } from 'kysely'
import type { Note } from '../auditEntry.ts'
import { type PageRequest, SettingsConflict } from '../settings.ts'
import { writeNote } from './notes.ts'
import { drawNumber, requireAccount } from './rules.ts'
import { holds } from './search.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables, type SettingsTransaction } from './tables.ts'

interface AnyRow {
  account_id: string
  id: number | string
}

interface AnyItem {
  readonly id: number | string
  readonly accountId: AccountId
}

type CollectionTable = {
  [Name in keyof SettingsTables]: SettingsTables[Name] extends AnyRow ? Name : never
}[keyof SettingsTables]

/** What there is to know about one kind of thing that an account has many of, such as its skills or its tags. */
export interface Kind<Row extends AnyRow, Item extends AnyItem> {
  readonly table: CollectionTable
  /** One of them, in a sentence. */
  readonly called: string
  /** Where the next id comes from. Without it, what is created brings its own. */
  readonly numbers?: SettingsTables['sequences']['name']
  /** How many an account may have, and how these are called. */
  readonly most?: { readonly count: number; readonly called: string }
  /** The columns that a search looks into. */
  readonly searched?: readonly string[]
  readonly toItem: (row: Row) => Item
  readonly toRow: (item: Item) => Row
  /**
   * @param wanted all of a new one, or what changes of the one that was `before`
   * @throws SettingsConflict when it does not fit to what the account has
   */
  readonly require?: (
    trx: SettingsTransaction,
    accountId: AccountId,
    wanted: Partial<Item>,
    before?: Item,
  ) => Promise<void>
  /** What other tables keep of it. */
  readonly beside?: {
    readonly read?: (source: SettingsDatabase, accountId: AccountId, items: readonly Item[]) => Promise<Item[]>
    /** @param change what is new of it: all, when it was just created */
    readonly write?: (trx: SettingsTransaction, item: Item, change: Partial<Item>) => Promise<void>
    readonly remove?: (trx: SettingsTransaction, item: Item) => Promise<void>
  }
}

type Created<Item extends AnyItem> = Omit<Item, 'id' | 'accountId'> & { readonly id?: Item['id'] }
/** What is given as `undefined` is taken away. */
type Change<Item extends AnyItem> = { readonly [K in Exclude<keyof Item, 'id' | 'accountId'>]?: Item[K] | undefined }

export interface Collection<Row extends AnyRow, Item extends AnyItem> {
  /** @throws SettingsConflict for an unknown account, an id that is taken, one too many, or what `require` refuses */
  create(accountId: AccountId, wanted: Created<Item>, note?: Note<Item>): Promise<Item>
  find(accountId: AccountId, id: Item['id']): Promise<Item | undefined>
  /** In the order of their ids, at most `MAX_SETTINGS_PAGE`. @param only of those for whom this holds */
  list(accountId: AccountId, page: PageRequest, only?: Expression<SqlBool>): Promise<Item[]>
  /**
   * @param check the last word before it is written
   * @returns it as it is now, or undefined when there is none
   */
  update(
    accountId: AccountId,
    id: Item['id'],
    change: Change<Item>,
    note?: Note<Item>,
    check?: (trx: SettingsTransaction, before: Item, after: Item) => Promise<void>,
  ): Promise<Item | undefined>
  /** @returns what it was, or undefined when there was none */
  remove(accountId: AccountId, id: Item['id'], note?: Note<Item>): Promise<Item | undefined>
  /** For questions of a kind's own: rows of one account as what they mean. */
  read(source: SettingsDatabase, accountId: AccountId, rows: readonly Row[]): Promise<Item[]>
}

/** The five things that are done with all of an account's lists, each in one transaction with the record of the change. */
export function collection<Row extends AnyRow, Item extends AnyItem>(
  db: SettingsDatabase,
  kind: Kind<Row, Item>,
): Collection<Row, Item> {
  // Kysely knows each table by name; what is done here holds for all that have an account and an id.
  const tables = (source: SettingsDatabase) => source as unknown as Kysely<Record<CollectionTable, AnyRow>>
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    tables(source).selectFrom(kind.table).selectAll().where('account_id', '=', accountId)

  async function read(source: SettingsDatabase, accountId: AccountId, rows: readonly Row[]): Promise<Item[]> {
    const items = rows.map(kind.toItem)
    return kind.beside?.read ? kind.beside.read(source, accountId, items) : items
  }

  async function find(source: SettingsDatabase, accountId: AccountId, id: Item['id']): Promise<Item | undefined> {
    const rows = await ofAccount(source, accountId).where('id', '=', id).execute()
    return (await read(source, accountId, rows as Row[]))[0]
  }

  async function requireRoom(trx: SettingsTransaction, accountId: AccountId): Promise<void> {
    if (!kind.most) return
    const { count } = await tables(trx)
      .selectFrom(kind.table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow()
    if (Number(count) < kind.most.count) return
    throw new SettingsConflict('', 'too-many', `An account keeps at most ${kind.most.count} ${kind.most.called}.`)
  }

  async function requireOwnId(trx: SettingsTransaction, accountId: AccountId, id: Item['id']): Promise<void> {
    const taken = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
    if (taken) throw new SettingsConflict('/id', 'id-taken', `The ${kind.called} ${id} exists already.`)
  }

  return {
    read,
    find: (accountId, id) => find(db, accountId, id),

    create: (accountId, wanted, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        await requireRoom(trx, accountId)
        if (!kind.numbers) await requireOwnId(trx, accountId, wanted.id as Item['id'])
        await kind.require?.(trx, accountId, wanted as Partial<Item>)
        const id = kind.numbers ? await drawNumber(trx, kind.numbers) : wanted.id
        const created = { ...wanted, accountId, id } as unknown as Item
        await kind.beside?.write?.(trx, created, created)
        await tables(trx).insertInto(kind.table).values(kind.toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),

    async list(accountId, { limit, after, search }, only) {
      const { searched } = kind
      const rows = await ofAccount(db, accountId)
        .$if(after !== undefined, (query) => query.where('id', '>', kind.numbers ? Number(after) : String(after)))
        .$if(only !== undefined, (query) => query.where(only as Expression<SqlBool>))
        .$if(search !== undefined && searched !== undefined, (query) =>
          query.where(holds(searched ?? [], search ?? '')),
        )
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return read(db, accountId, rows as Row[])
    },

    update: (accountId, id, change, note, check) =>
      db.transaction().execute(async (trx) => {
        const before = await find(trx, accountId, id)
        if (!before) return undefined
        await kind.require?.(trx, accountId, change as Partial<Item>, before)
        const changed = withoutUndefined({ ...before, ...change }) as Item
        await check?.(trx, before, changed)
        await kind.beside?.write?.(trx, changed, change as Partial<Item>)
        await tables(trx)
          .updateTable(kind.table)
          .set(kind.toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        await writeNote(trx, note?.(changed, before))
        return changed
      }),

    remove: (accountId, id, note) =>
      db.transaction().execute(async (trx) => {
        const before = await find(trx, accountId, id)
        if (!before) return undefined
        await kind.beside?.remove?.(trx, before)
        await tables(trx).deleteFrom(kind.table).where('account_id', '=', accountId).where('id', '=', id).execute()
        await writeNote(trx, note?.(undefined, before))
        return before
      }),
  }
}

const withoutUndefined = (item: object): object =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined))
