import type { Channel } from '@baton/content'

/** How bots that were written for the vendor's platform know channels (scripting 4.3); written nowhere else. */
const NAMES: Readonly<Record<Channel, string>> = {
  web: 'lp_web',
  sdk: 'lp_inapp',
  facebook: 'lp_fb',
  whatsapp: 'lp_whatsapp',
  appleBusinessChat: 'lp_abc',
  rcsBusinessMessaging: 'lp_rcs',
  gbm: 'lp_gbm',
  line: 'lp_line',
  viber: 'lp_viber',
  twitter: 'lp_twitter',
  instagram: 'lp_instagram',
}

/** What scripts and policies are told of a channel. */
export const channelName = (channel: Channel): string => NAMES[channel]
