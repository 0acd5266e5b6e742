import type { Problem } from '@baton/base'
import type { Channel, PayloadKind, Profile } from './channels.ts'
import { Walk } from './check/walk.ts'
import { allowedHosts } from './imageHosts.ts'
import { gateAndMeasure } from './jsonGate.ts'
import { MAX_JSON_BYTES } from './limits.ts'
import { checkOf } from './rules/rulesOf.ts'

export interface PayloadRules {
  /** Absent means `web`. */
  readonly channel?: Channel
  /** Absent means `recommended`. */
  readonly profile?: Profile
  /** Hosts that pictures may come from; absent: the hosts are not looked at. */
  readonly imageHosts?: readonly string[]
  /** Whether links, too, may lead to those hosts only (connector R4.41). */
  readonly checkLinkHosts?: boolean
  /** When it is checked, in milliseconds since 1970: start times of appointments must lie behind it. Absent: they are not compared. */
  readonly at?: number
  /** Most bytes as JSON in UTF-8 (SC2.8). */
  readonly maxBytes?: number
  /** Where the payload stands in the author's document; problems are told below it. */
  readonly path?: string
}

export interface Verdict {
  /** False when one problem is more than a warning. */
  readonly valid: boolean
  /** In the order of the payload, at most `MAX_PROBLEMS`; a last one says how many more there are. */
  readonly problems: readonly Problem[]
}

/**
 * Checks content for a channel: whether it may be looked at (depth, size, plain JSON), then everything else in one pass that stops at
 * nothing. Never throws, whatever it is given. A problem's path is a place in the payload; what is missing is told of the object
 * that lacks it.
 */
export function checkPayload(value: unknown, kind: PayloadKind, rules: PayloadRules = {}): Verdict {
  const { channel = 'web', profile = 'recommended', imageHosts, at, maxBytes = MAX_JSON_BYTES, path = '' } = rules
  const { checkLinkHosts = false } = rules
  const gate = gateAndMeasure(value, path, { maxBytes })
  if (typeof gate !== 'number') return { valid: false, problems: [gate] }
  const walk = new Walk(path, imageHosts && allowedHosts(imageHosts), at, gate, checkLinkHosts)
  checkOf(channel, kind, profile)(value, walk)
  return { valid: !walk.failed, problems: walk.close() }
}
