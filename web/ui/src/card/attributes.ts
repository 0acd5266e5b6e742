import type { Accessibility } from '@baton/content'

/** Roles that may be given to what is only read. `list` and its items are not among them: one without the other is a barrier. */
const ROLES = new Set(['group', 'heading', 'img', 'note'])

export type Attributes = Readonly<Record<string, string | number>>

/**
 * The few attributes of an author that cannot break a page (structured-content SC7.2); the rest is dropped silently.
 * @param of `words` carry a name only together with a role; `control` and `layout` have their roles from us
 */
export function attributesOf(accessibility: Accessibility | undefined, of: 'words' | 'control' | 'layout'): Attributes {
  const web = accessibility?.web
  if (web === undefined) return {}
  const role = of === 'control' ? undefined : ROLES.has(web.role ?? '') ? web.role : undefined
  const canHaveName = of !== 'words' || role !== undefined
  const level = Number(web['aria-level'])
  return {
    ...(role !== undefined && { role }),
    ...(role === 'heading' && { 'aria-level': level >= 1 && level <= 6 ? level : 3 }),
    ...(canHaveName && isSaid(web['aria-label']) && { 'aria-label': web['aria-label'] }),
    ...(of === 'layout' &&
      isSaid(web['aria-roledescription']) && { 'aria-roledescription': web['aria-roledescription'] }),
    ...(isSaid(web['aria-current']) && { 'aria-current': web['aria-current'] }),
    ...(of === 'words' && (web.tabindex === '0' || web.tabindex === '-1') && { tabIndex: Number(web.tabindex) }),
  }
}

const isSaid = (text: string | undefined): text is string => text !== undefined && text.trim() !== ''
