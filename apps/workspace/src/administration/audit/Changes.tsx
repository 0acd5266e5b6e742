import { momentText } from '../../base/time.ts'
import { fill } from '../../texts/catalogue.ts'
import type { AdminTexts } from '../texts/en.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { AuditEntry, Names } from './sentence.ts'

const HIDDEN = '(hidden)'
const MOST = 400

/** Each field with what it was and what it is. Names that people gave are text, whatever stands in them. */
export function Changes({ changes, names }: { changes: AuditEntry['changes']; names: Names }) {
  const texts = useAdminTexts()
  return (
    <table className="admin-table audit-changes">
      <thead>
        <tr>
          <th scope="col">{texts.audit.field}</th>
          <th scope="col">{texts.audit.before}</th>
          <th scope="col">{texts.audit.after}</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(changes).map(([field, { before, after }]) => (
          <tr key={field}>
            <th scope="row">{texts.audit.fields[field] ?? field}</th>
            <td dir="auto">{shown(field, before, names, texts)}</td>
            <td dir="auto">{shown(field, after, names, texts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function shown(field: string, value: unknown, names: Names, texts: AdminTexts): string {
  const { audit } = texts
  if (value === undefined || value === null || value === '') return audit.nothing
  if (value === HIDDEN) return audit.hidden
  if (typeof value === 'boolean') return value ? audit.yes : audit.no
  if (/skillIds?$/i.test(field)) {
    const ids = Array.isArray(value) ? value : [value]
    const called = ids.map((id) => names.skill.get(Number(id)) ?? fill(audit.numbered, { id: String(id) }))
    return called.length === 0 ? audit.nothing : called.join(', ')
  }
  if (typeof value === 'number' && /At$/.test(field)) return momentText(value, texts.locale)
  if (field === 'role' && typeof value === 'string') return (texts.roles as Record<string, string>)[value] ?? value
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return value.length === 0 ? audit.nothing : value.map((item) => texts.rights[item] ?? item).join(', ')
  }
  const text = JSON.stringify(value, null, 1)
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text
}
