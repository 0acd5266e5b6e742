/** Where content is shown; the keys of the channel schemas, and `sdk`, the messenger inside phone applications (structured content, 0.3). */
export const CHANNELS = [
  'web',
  'sdk',
  'facebook',
  'whatsapp',
  'appleBusinessChat',
  'rcsBusinessMessaging',
  'gbm',
  'line',
  'viber',
  'twitter',
  'instagram',
] as const
export type Channel = (typeof CHANNELS)[number]

/** What is checked: a tree of elements, suggested answers, or the typed objects beside a message. */
export const PAYLOAD_KINDS = ['body', 'quickReply', 'metadata'] as const
export type PayloadKind = (typeof PAYLOAD_KINDS)[number]

/**
 * `strict`: what the channel's schema refuses, and nothing else. `recommended`: with the decisions of section 16 and the published
 * guidance, some of it as warnings; what every door of the product asks for.
 */
export const PROFILES = ['recommended', 'strict'] as const
export type Profile = (typeof PROFILES)[number]
