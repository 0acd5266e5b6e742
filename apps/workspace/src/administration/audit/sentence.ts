import { z } from 'zod'
import { fill } from '../../texts/catalogue.ts'
import type { AdminTexts } from '../texts/en.ts'

export const entry = z.object({
  id: z.number(),
  at: z.number(),
  who: z.object({
    kind: z.enum(['person', 'key', 'token', 'installation', 'link']),
    id: z.union([z.number(), z.string()]).optional(),
    name: z.string().optional(),
  }),
  action: z.string(),
  target: z.string(),
  changes: z.record(z.string(), z.object({ before: z.unknown().optional(), after: z.unknown().optional() })),
})
export type AuditEntry = z.infer<typeof entry>

/** By number. */
export type Names = { readonly [kind in 'skill' | 'person' | 'bot']: ReadonlyMap<number, string> }

/** "Ada changed the skill Orders". */
export function sentenceOf({ who, action, target, changes }: AuditEntry, names: Names, texts: AdminTexts): string {
  const { audit } = texts
  const [kind = '', id = ''] = target.split('/')
  const thing = fill(audit.things[kind] ?? target, { name: nameOf(kind, id, changes, names, texts) })
  const values = { who: actorOf(who, texts), thing, action }
  const ending = action.split('.').at(-1) ?? ''
  return fill(audit.sentences[action] ?? audit.endings[ending] ?? audit.other, values)
}

function actorOf({ kind, name = '' }: AuditEntry['who'], { audit }: AdminTexts): string {
  return kind === 'person' ? name : fill(audit.actors[kind], { name })
}

/** As it was called then, where the entry says so; else as it is called now. */
function nameOf(kind: string, id: string, changes: AuditEntry['changes'], names: Names, { audit }: AdminTexts): string {
  for (const field of ['name', 'fullName']) {
    const { after, before } = changes[field] ?? {}
    const called = after ?? before
    if (typeof called === 'string') return called
  }
  const known = kind === 'skill' || kind === 'person' || kind === 'bot' ? names[kind].get(Number(id)) : undefined
  if (known !== undefined) return known
  return /^\d+$/.test(id) ? fill(audit.numbered, { id }) : id
}
