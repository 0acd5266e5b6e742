import '../admin.css'
import { Button, Loader, TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import type { z } from 'zod'
import { Link } from '../../base/router.tsx'
import { Icon } from '../../shell/Icon.tsx'
import { fill, fillCounted } from '../../texts/catalogue.ts'
import { adminProblemText, useAdminTexts } from '../texts/useAdminTexts.ts'
import { type Pages, usePages } from './usePages.ts'

export interface Column<T> {
  readonly title: string
  readonly cell: (item: T) => ReactNode
  /** Left out where the window is narrow. */
  readonly isMinor?: boolean
}

type ListScreenProps<T> = {
  title: string
  hint: ReactNode
  /** Of the list at the server. */
  path: string
  item: z.ZodType<T>
  keyOf: (item: T) => string | number
  /** What the row is called; its link. */
  name: (item: T) => { readonly text: string; readonly detail?: string; readonly to: string }
  nameTitle: string
  columns: readonly Column<T>[]
  /** Items of one section stand beside each other, under its title. Absent: there are none. */
  sectionOf?: (item: T) => { readonly key: string | number; readonly title: ReactNode }
  create: { readonly to: string; readonly title: string }
  empty: { readonly title: string; readonly hint: string }
}

const PAUSE_MS = 250

/** A list that can be searched, read page by page, and added to. */
export function ListScreen<T>(props: ListScreenProps<T>) {
  const { title, hint, path, item, create, empty } = props
  const texts = useAdminTexts()
  const [typed, setTyped] = useState('')
  const [search, setSearch] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const found = `${path}${path.includes('?') ? '&' : '?'}search=${encodeURIComponent(search)}`
  const pages = usePages(search === '' ? path : found, item)
  const isEmpty = pages.items.length === 0 && !pages.isLoading && pages.problem === undefined
  return (
    <div className="admin">
      <div className="admin-head admin-list-head">
        <div>
          <h1>{title}</h1>
          <p className="quiet">{hint}</p>
        </div>
        <Button component={Link} to={create.to}>
          {create.title}
        </Button>
      </div>
      {(!isEmpty || search !== '') && (
        <TextInput
          type="search"
          className="admin-search"
          aria-label={texts.search}
          placeholder={texts.search}
          leftSection={<Icon of="search" size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <p className="for-readers" role="status">
        {pages.isLoading ? '' : fillCounted(texts.found, pages.items.length, texts.locale)}
      </p>
      {isEmpty && search === '' && (
        <div className="empty">
          <h2>{empty.title}</h2>
          <p>{empty.hint}</p>
          <Button component={Link} to={create.to} variant="default">
            {create.title}
          </Button>
        </div>
      )}
      {isEmpty && search !== '' && <p className="admin-nothing quiet">{fill(texts.nothingFound, { text: search })}</p>}
      {pages.items.length > 0 && <Table {...props} items={pages.items} />}
      <ListFoot pages={pages} />
    </div>
  )
}

function Table<T>(props: ListScreenProps<T> & { items: readonly T[] }) {
  const { title, items, columns, nameTitle, sectionOf } = props
  return (
    <table className="admin-table" aria-label={title}>
      <thead>
        <tr>
          <th scope="col">{nameTitle}</th>
          {columns.map((column) => (
            <th scope="col" key={column.title} className={column.isMinor ? 'minor' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      {sectionOf === undefined ? (
        <tbody>
          <Rows {...props} />
        </tbody>
      ) : (
        sectionsOf(items, sectionOf).map((section) => (
          <tbody key={section.key}>
            <tr className="admin-section">
              <th scope="rowgroup" colSpan={columns.length + 1}>
                {section.title}
              </th>
            </tr>
            <Rows {...props} items={section.items} />
          </tbody>
        ))
      )}
    </table>
  )
}

function Rows<T>({ items, columns, keyOf, name }: ListScreenProps<T> & { items: readonly T[] }) {
  return items.map((item) => {
    const { text, detail, to } = name(item)
    return (
      <tr key={keyOf(item)}>
        <th scope="row">
          <Link to={to} className="admin-name" dir="auto">
            {text}
          </Link>
          {detail !== undefined && (
            <span className="meta block">
              <bdi>{detail}</bdi>
            </span>
          )}
        </th>
        {columns.map((column) => (
          <td key={column.title} className={column.isMinor ? 'minor' : undefined}>
            {column.cell(item)}
          </td>
        ))}
      </tr>
    )
  })
}

function sectionsOf<T>(items: readonly T[], sectionOf: NonNullable<ListScreenProps<T>['sectionOf']>) {
  const sections: { readonly key: string | number; readonly title: ReactNode; readonly items: T[] }[] = []
  for (const item of items) {
    const section = sectionOf(item)
    const last = sections.at(-1)
    if (last?.key === section.key) last.items.push(item)
    else sections.push({ ...section, items: [item] })
  }
  return sections
}

/** What may come below a list: it loads, it failed, there is more. */
export function ListFoot({ pages }: { pages: Pages<unknown> }) {
  const texts = useAdminTexts()
  const { problem, isLoading, hasMore } = pages
  if (problem !== undefined) {
    return (
      <div className="admin-foot" role="alert">
        <p className="notice bad">{adminProblemText(problem, texts)}</p>
        <Button variant="default" onClick={pages.again}>
          {texts.retry}
        </Button>
      </div>
    )
  }
  if (isLoading) {
    return (
      <div className="admin-foot" aria-busy="true">
        <Loader size="sm" aria-label={texts.loading} />
      </div>
    )
  }
  if (!hasMore) return null
  return (
    <div className="admin-foot">
      <Button variant="default" onClick={pages.more}>
        {texts.showMore}
      </Button>
    </div>
  )
}

/** On or off, in a word and a sign. */
export function Switched({ isOn }: { isOn: boolean }) {
  const texts = useAdminTexts()
  return <span className={isOn ? 'admin-on' : 'admin-off'}>{isOn ? texts.on : texts.off}</span>
}
