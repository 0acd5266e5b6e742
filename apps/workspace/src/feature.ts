import type { ComponentType } from 'react'
import type { Right } from './session/session.ts'
import type { IconName } from './shell/Icon.tsx'
import type { Translated } from './texts/catalogue.ts'

/** A screen of the workspace; what it shows is loaded when it is first wanted. */
export interface Feature {
  /** First part of its address; the screen itself reads the rest with `useRoute`. */
  readonly path: string
  readonly title: Translated
  /** Any of these opens it; none: for everyone. */
  readonly rights: readonly Right[]
  /** Where its link is: in the rail, among the settings, or nowhere but at its own place. */
  readonly place: 'rail' | 'settings' | 'none'
  readonly icon?: IconName
  readonly load: () => Promise<{ readonly default: ComponentType }>
}

export const mayOpen = ({ rights }: Feature, held: readonly Right[]): boolean =>
  rights.length === 0 || rights.some((right) => held.includes(right))
