import './tags.css'
import type { ReactNode } from 'react'
import type { Tag } from './tag.ts'

/** A tag as it is shown everywhere: a dot of its colour, and its name, which says the same without the colour. */
export function TagChip({ tag, children }: { tag: Pick<Tag, 'name' | 'colour'>; children?: ReactNode }) {
  return (
    <span className="tag-chip" data-colour={tag.colour} title={tag.name}>
      <span className="tag-dot" aria-hidden="true" />
      <bdi className="tag-name">{tag.name}</bdi>
      {children}
    </span>
  )
}
