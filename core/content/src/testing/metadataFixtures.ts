import type { RuleId } from '../index.ts'
import { GONE } from './breakAt.ts'
import type { Fixture } from './fixture.ts'

const one = (
  entry: { readonly type: string; readonly [member: string]: unknown },
  at: string,
  to: unknown,
  rule: RuleId,
): Fixture => ({
  of: entry.type,
  payload: [entry],
  at: `/0${at}`,
  to,
  rule,
})

const general: readonly Fixture[] = [
  one({ type: 'ExternalId', id: 'q-1' }, '/id', 'x'.repeat(65), 'text-too-long'),
  one(
    { type: 'BotResponse', bot: { botId: 'b' }, intents: [{ id: 'buy', confidenceScore: 0.9 }] },
    '/intents/0/confidenceScore',
    1.1,
    'out-of-range',
  ),
  one({ type: 'CbBotResponseMetaData', botMsgId: 'm' }, '/botMsgId', GONE, 'missing'),
  one({ type: 'AutoMessage', messageType: 'idle', iteration: 1 }, '/iteration', 1.5, 'not-a-whole-number'),
  one({ type: 'ActionReason', reason: 'escalated_by_user' }, '/reason', GONE, 'missing'),
  one({ type: 'EscalationSummary', conversationDuration: 7 }, '/conversationDuration', '7', 'not-a-number'),
]

const receivedMessage = { title: 'Choose a bike', style: 'icon', imageURL: 'https://img.example/a.png' }
const payment = {
  paymentRequest: {
    applePay: { merchantIdentifier: 'm', merchantCapabilities: ['supports3DS'], supportedNetworks: ['visa'] },
    total: { label: 'Bike', amount: '700.00', type: 'final' },
    countryCode: 'DE',
    currencyCode: 'EUR',
  },
  endpoints: { paymentGatewayUrl: 'https://pay.example' },
  merchantSession: { nonce: 'n' },
}
const apple: readonly Fixture[] = [
  one(
    { type: 'BusinessChatMessage', receivedMessage, multipleSelection: [true] },
    '/receivedMessage/style',
    'huge',
    'unknown-word',
  ),
  one(
    { type: 'BusinessEvent', timing: { startTime: '2030-01-01T10:00:00Z' } },
    '/timing/startTime',
    'soon',
    'not-a-time',
  ),
  one({ type: 'BusinessFormEvent', pages: [{ type: 'input' }] }, '/pages/0/type', 'song', 'unknown-word'),
  one({ type: 'BusinessChatCustomMessage', bid: 'b', URL: '?a', receivedMessage }, '/bid', GONE, 'missing'),
  one(
    { type: 'ConnectorAuthenticationRequest', apple: { oauth2: { scope: ['email'] } } },
    '/apple/oauth2/scope/0',
    'x'.repeat(65),
    'text-too-long',
  ),
  one(
    { type: 'ConnectorPaymentRequest', apple: { data: { version: '1', requestIdentifier: 'r', payment } } },
    '/apple/data/payment/paymentRequest/total',
    GONE,
    'missing',
  ),
]

const userProfile = { source: 'Facebook', avatarUrl: 'https://img.example/a.png', userName: 'Ada' }
const social: readonly Fixture[] = [
  {
    ...one({ type: 'SocialMessagingConversationData', directMessagingId: '1', userProfile }, '', 0, 'missing'),
    at: '/0/userProfile/userName',
    to: GONE,
  },
  one(
    { type: 'SocialMessagingEventData', channel: 'Public', event: { source: 'Facebook', type: 'Post' } },
    '/event/type',
    'Tweet',
    'unknown-word',
  ),
]

const whatsapp: readonly Fixture[] = [
  one({ type: 'WhatsAppSingleProduct', catalogId: '1', productRetailerId: '2' }, '/productRetailerId', GONE, 'missing'),
  one(
    { type: 'WhatsAppMultipleProduct', catalogId: '1', sections: [{ title: 'Bikes', productIds: ['1'] }] },
    '/sections',
    [],
    'wrong-count',
  ),
]

/** By what the channels take. */
export const METADATA = {
  open: general,
  apple: [...general, ...apple],
  social,
  whatsapp: [...general, ...whatsapp],
}
