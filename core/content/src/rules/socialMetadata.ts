import type { Profile } from '../channels.ts'
import { flag, list, number, type ObjectRule, object, pick, type Rule, text, typed, word } from '../check/rule.ts'
import { orNull } from './appleMetadata.ts'
import { generalMetadata } from './generalMetadata.ts'
import { guessEntry, metadataList } from './metadata.ts'

const id64 = text(64)
const address = text(2_048)
const channel = word('Public', 'Private')

/**
 * Metadata on Facebook, Twitter and Instagram (9.3). The schemas check a single object and let every list through; we check the
 * entries too (C10). Instagram has no conversation data.
 */
export function socialMetadata(profile: Profile, { conversation }: { readonly conversation: boolean }): Rule {
  const types = {
    ...(conversation && { SocialMessagingConversationData: conversationData }),
    SocialMessagingEventData: eventData,
  }
  const single = typed('metadata', types)
  const all = typed('metadata', { ...generalMetadata({ open: true }), ...types }, { open: true, guess: guessEntry })
  const several = metadataList(profile, all)
  const alone = profile === 'strict' ? single : all
  return orNull(pick([alone, several], (value) => (Array.isArray(value) ? several : alone)))
}

const facebookUser = object(
  'a userProfile of Facebook',
  {
    source: word('Facebook'),
    avatarUrl: address,
    userName: id64,
    psid: text(32),
    gender: text(16),
    locale: text(8),
    timezone: text(16),
    profileUrl: address,
  },
  { required: ['source', 'avatarUrl', 'userName'] },
)

const twitterUser = object(
  'a userProfile of Twitter',
  {
    source: word('Twitter'),
    avatarUrl: address,
    profileName: id64,
    handle: text(32),
    dateJoined: text(16),
    description: text(256),
    tweets: number(),
    likes: number(),
    followers: number(),
    following: number(),
  },
  { required: ['source', 'avatarUrl', 'profileName'] },
)

const conversationData = entry(
  'SocialMessagingConversationData',
  {
    directMessagingId: text(256),
    userProfile: bySource({ Facebook: facebookUser, Twitter: twitterUser }),
  },
  'directMessagingId',
  'userProfile',
)

const facebookEvent = object(
  'an event of Facebook',
  {
    source: word('Facebook'),
    type: word(
      'DirectMessage',
      'Post',
      'CommentToComment',
      'CommentToPost',
      'PrivateReplyToComment',
      'PrivateReplyToPost',
      'ConsumerAction',
      'CC',
      'CP',
    ),
    parent: object('a parent', {
      attachmentUrl: address,
      pageName: id64,
      postId: id64,
      postText: text(128),
      timestamp: number(),
    }),
  },
  { required: ['source', 'type'] },
)

const twitterEvent = object(
  'an event of Twitter',
  {
    source: word('Twitter'),
    type: word('DirectMessage', 'Tweet', 'Reply', 'Retweet', 'ConsumerAction'),
    parent: object('a parent', {
      attachmentUrl: address,
      accountName: id64,
      accountId: id64,
      tweetId: text(32),
      tweetText: text(128),
      timestamp: number(),
    }),
  },
  { required: ['source', 'type'] },
)

const instagramEvent = object('an event of Instagram', { source: word('Instagram') }, { required: ['source'] })

const eventData = entry(
  'SocialMessagingEventData',
  {
    event: bySource({ Facebook: facebookEvent, Twitter: twitterEvent, Instagram: instagramEvent }),
    channel,
    replyToId: text(256),
    actions: list(object('an action', { name: id64, payload: text(5_000) }, { required: ['name'] }), { max: 50 }),
    conversationState: object(
      'a conversationState',
      {
        dmChatId: id64,
        currentChannel: channel,
        enabledChannels: object('enabledChannels', { private: flag, public: flag }),
      },
      { required: ['currentChannel'] },
    ),
  },
  'event',
  'channel',
)

function entry(type: string, fields: Readonly<Record<string, Rule>>, ...required: readonly string[]): ObjectRule {
  return object(`the metadata ${type}`, { type: word(type), ...fields }, { required: ['type', ...required] })
}

/** `source` says which network an object speaks of. */
function bySource(rules: Readonly<Record<string, ObjectRule>>): Rule {
  const unknown = object(
    'an object with a “source”',
    { source: word(...Object.keys(rules)) },
    { required: ['source'], open: true },
  )
  return pick([...Object.values(rules), unknown], (value) => {
    const source = typeof value === 'object' && value !== null && 'source' in value ? value.source : undefined
    return (typeof source === 'string' && Object.hasOwn(rules, source) ? rules[source] : undefined) ?? unknown
  })
}
