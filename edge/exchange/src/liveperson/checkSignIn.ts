import { type JsonValue, pointer } from '@baton/base'
import type { Findings, Place } from './findings.ts'
import { signInNames, signInRemark } from './signIn.ts'
import type { Source } from './source.ts'

/** Code is read as code, where what stands in a comment is nothing. */
const SCRIPTS = new Set(['preProcessMessage', 'postProcessMessage', 'processUserResponse', 'transformResultsScript'])

/**
 * A bot that signs its consumers in during the conversation cannot do so here (decision 49): its author is told at each interaction
 * and integration that counts on it, and not by a service that refuses a call without a token.
 */
export function checkSignIn({ interactions, integrations }: Source, findings: Findings): void {
  for (const part of [...[...interactions.values()].map((one) => one.part), ...integrations]) {
    const told = new Set<string>()
    const look = (value: JsonValue | undefined, place: Place): void => {
      if (typeof value === 'string') {
        for (const name of signInNames(value)) {
          if (told.has(name)) continue
          told.add(name)
          findings.add('W-SIGNIN', place, signInRemark(name))
        }
        return
      }
      if (typeof value !== 'object' || value === null) return
      for (const [key, inner] of Object.entries(value)) {
        if (!SCRIPTS.has(key)) look(inner as JsonValue, { ...place, pointer: pointer(place.pointer, key) })
      }
    }
    look(part.json, part.place)
  }
}
