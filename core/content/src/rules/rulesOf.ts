import { type Channel, PAYLOAD_KINDS, type PayloadKind, type Profile } from '../channels.ts'
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

const compiled = new Map<string, Readonly<Record<PayloadKind, Check>>>()

/** The compiled table of a channel; made when it is first asked for, and kept. */
export function checkOf(channel: Channel, kind: PayloadKind, profile: Profile): Check {
  const key = `${channel} ${profile}`
  let checks = compiled.get(key)
  if (checks === undefined) {
    const rules = CHANNEL_RULES[channel](profile)
    checks = Object.fromEntries(PAYLOAD_KINDS.map((one) => [one, compile(rules[one])])) as Record<PayloadKind, Check>
    compiled.set(key, checks)
  }
  return checks[kind]
}
