import type { Channel, PayloadKind, Profile } from '../channels.ts'
import { compile } from '../check/compile.ts'
import type { Check } from '../check/step.ts'
import { apple } from './apple.ts'
import type { ChannelRules } from './channelRules.ts'
import { facebook } from './facebook.ts'
import { gbm } from './gbm.ts'
import { line } from './line.ts'
import { rcs } from './rcs.ts'
import { instagram, twitter } from './social.ts'
import { viber } from './viber.ts'
import { sdk, web } from './web.ts'
import { whatsapp } from './whatsapp.ts'

/** Every channel has its table; a new one is a line here and a file beside this one. */
export const CHANNEL_RULES: Readonly<Record<Channel, (profile: Profile) => ChannelRules>> = {
  web,
  sdk,
  facebook,
  whatsapp,
  appleBusinessChat: apple,
  rcsBusinessMessaging: rcs,
  gbm,
  line,
  viber,
  twitter,
  instagram,
}

type Checks = Readonly<Record<PayloadKind, Check>>

const compiled: Readonly<Record<Profile, Partial<Record<Channel, Checks>>>> = { strict: {}, recommended: {} }

/** The compiled table of a channel; made when it is first asked for, and kept. */
export function checkOf(channel: Channel, kind: PayloadKind, profile: Profile): Check {
  const ofProfile = compiled[profile]
  ofProfile[channel] ??= compileAll(CHANNEL_RULES[channel](profile))
  return ofProfile[channel][kind]
}

const compileAll = (rules: ChannelRules): Checks => ({
  body: compile(rules.body),
  quickReply: compile(rules.quickReply),
  metadata: compile(rules.metadata),
})
