import type { PayloadKind } from '../channels.ts'
import type { Rule } from '../check/rule.ts'

/** Everything that one channel asks for in one profile. */
export type ChannelRules = Readonly<Record<PayloadKind, Rule>>
