import type { Profile } from '../channels.ts'
import {
  flag,
  list,
  number,
  type ObjectRule,
  object,
  pick,
  type Rule,
  text,
  typed,
  whole,
  word,
} from '../check/rule.ts'
import { MAX_METADATA } from '../limits.ts'
import { generalMetadata } from './generalMetadata.ts'
import { guessEntry } from './metadata.ts'

const short = text(64)
const line = text(1_000)
const long = text(2_048)
const pictureAddress = text(2_048, { formats: ['picture'] })

/** Metadata beside a message on Apple: closed tables, `null` allowed (9.2). C8 adds two general types to what the schema takes. */
export function appleMetadata(profile: Profile): Rule {
  const { ExternalId, ActionReason, EscalationSummary, ...taken } = generalMetadata({ open: false })
  const added = profile === 'recommended' ? { ExternalId, ActionReason, EscalationSummary } : {}
  const types = { ...taken, ...added, ...appleTypes(profile) } as Record<string, Rule>
  return orNull(list(typed('metadata', types, { guess: guessEntry }), { max: MAX_METADATA }))
}

/** `null` is as good as nothing. */
export function orNull(rule: Rule): Rule {
  const nothing: Rule = { is: 'any' }
  return pick([rule, nothing], (value) => (value === null ? nothing : rule))
}

function appleTypes(profile: Profile): Record<string, ObjectRule> {
  const received = receivedOf(profile)
  const entry = (type: string, fields: Readonly<Record<string, Rule>>, ...required: readonly string[]): ObjectRule =>
    object(`the metadata ${type}`, { type: word(type), ...fields }, { required: ['type', ...required] })
  const oneOrEach = [flag, list(flag, { min: 1, max: 256 })] as const
  const receivedMessage = object('a receivedMessage', received, { required: ['title'] })
  const { imageIdentifier, ...withoutIdentifier } = received
  return {
    BusinessChatMessage: entry(
      'BusinessChatMessage',
      {
        receivedMessage,
        replyMessage: object('a replyMessage', { ...received, style: short }, { required: ['title'] }),
        multipleSelection: pick(oneOrEach, (value) => (Array.isArray(value) ? oneOrEach[1] : oneOrEach[0])),
      },
      'receivedMessage',
    ),
    BusinessEvent: entry('BusinessEvent', businessEvent),
    BusinessFormEvent: entry('BusinessFormEvent', formEvent(profile)),
    BusinessChatCustomMessage: entry(
      'BusinessChatCustomMessage',
      {
        appId: number(),
        appName: line,
        appIcon: long,
        bid: line,
        URL: text(4_096),
        sessionIdentifier: line,
        useLiveLayout: flag,
        receivedMessage: object('a receivedMessage', withoutIdentifier, { required: ['title'] }),
        attachments: list(long, { max: 16 }),
      },
      'bid',
      'receivedMessage',
      'URL',
    ),
    ConnectorAuthenticationRequest: entry('ConnectorAuthenticationRequest', {
      requestIdentifier: short,
      apple: object('apple', { oauth2: object('oauth2', oauth) }),
    }),
    ConnectorPaymentRequest: entry('ConnectorPaymentRequest', { signature: text(1_024), apple: payment() }),
  }
}

/** Apple itself shows less than the schema takes (9.2). */
function receivedOf(profile: Profile) {
  const atMost = (advised: number) => text(1_000, profile === 'recommended' ? { advised } : {})
  return {
    title: atMost(85),
    subtitle: atMost(400),
    imageURL: pictureAddress,
    style: word('icon', 'small', 'large'),
    imageTitle: line,
    imageSubtitle: line,
    secondarySubtitle: line,
    tertiarySubtitle: line,
    imageIdentifier: short,
  } satisfies Record<string, Rule>
}

const businessEvent: Record<string, Rule> = {
  title: text(256),
  timing: object('timing', {
    startTime: text(undefined, { formats: ['time'] }),
    presentedTimezoneOffset: whole(),
    duration: whole(0),
  }),
  location: object('a location', { title: text(256), lo: number(), la: number(), radius: number(0) }),
}

/** Apple’s names for keyboards and for what a field asks for. */
const KEYBOARDS = [
  'default',
  'asciiCapable',
  'numbersAndPunctuation',
  'URL',
  'numberPad',
  'phonePad',
  'namePhonePad',
  'emailAddress',
  'decimalPad',
  'UIKeyboardTypeTwitter',
  'webSearch',
]
const CONTENT_TYPES = [
  'name',
  'namePrefix',
  'givenName',
  'middleName',
  'familyName',
  'nameSuffix',
  'nickname',
  'jobTitle',
  'organizationName',
  'location',
  'fullStreetAddress',
  'streetAddressLine1',
  'streetAddressLine2',
  'addressCity',
  'addressState',
  'addressCityAndState',
  'sublocality',
  'countryName',
  'postalCode',
  'telephoneNumber',
  'emailAddress',
  'URL',
  'creditCardNumber',
  'username',
  'password',
  'newPassword',
  'oneTimeCode',
]

function formEvent(profile: Profile): Record<string, Rule> {
  // Apple: page identifiers under 20 characters (9.2).
  const pageIdentifier = text(2_048, profile === 'recommended' ? { advised: 19 } : {})
  const item = object('a pageItem', {
    title: long,
    value: long,
    identifier: long,
    nextPageIdentifier: long,
    imageIdentifier: long,
  })
  const options = object('options', {
    startdate: long,
    maximumdate: long,
    minimumdate: long,
    dateFormat: long,
    required: flag,
    inputType: word('multiline', 'singleline'),
    maximumCharacterCount: number(),
    labelText: long,
    regex: long,
    placeholder: long,
    prefixText: long,
    keyboardType: word(...KEYBOARDS),
    textContentType: word(...CONTENT_TYPES),
  })
  const page = object('a page', {
    pageIdentifier,
    type: word('select', 'picker', 'datePicker', 'input'),
    title: long,
    subtitle: long,
    multipleSelection: flag,
    nextPageIdentifier: long,
    submitForm: flag,
    pickerTitle: long,
    hintText: long,
    pageItems: list(item, { max: 256 }),
    options,
  })
  const image = object('an image', { id: long, imageUrl: pictureAddress }, { required: ['id', 'imageUrl'] })
  return {
    title: text(256),
    showSummary: flag,
    startPageIdentifier: text(256),
    pages: list(page, { max: 256 }),
    images: list(image, { max: 256 }),
  }
}

const oauth: Record<string, Rule> = {
  responseType: text(256),
  scope: list(short, { max: 16 }),
  state: short,
  clientSecret: text(256),
  responseEncryptionKey: text(1_024),
}

function payment(): Rule {
  const amount = object('an amount', { label: short, amount: short, type: short })
  const applePay = object(
    'applePay',
    {
      merchantIdentifier: text(512),
      merchantCapabilities: list(short, { max: 15 }),
      supportedNetworks: list(short, { max: 15 }),
    },
    { required: ['merchantIdentifier', 'merchantCapabilities', 'supportedNetworks'] },
  )
  const shipping = object('a shippingMethod', { label: text(256), amount: short, identifier: short, detail: text(512) })
  const paymentRequest = object(
    'a paymentRequest',
    {
      applePay,
      lineItems: list(amount, { max: 100 }),
      total: amount,
      countryCode: text(2),
      currencyCode: text(3),
      supportedCountries: list(text(2), { max: 200 }),
      requiredBillingContactFields: list(text(128), { max: 6 }),
      requiredShippingContactFields: list(text(128), { max: 6 }),
      shippingMethods: list(shipping, { max: 32 }),
    },
    { required: ['applePay', 'total', 'countryCode', 'currencyCode'] },
  )
  const endpoints = object(
    'endpoints',
    {
      paymentGatewayUrl: long,
      paymentMethodUpdateUrl: long,
      shippingContactUpdateUrl: long,
      shippingMethodUpdateUrl: long,
      orderTrackingUrl: long,
      fallbackUrl: long,
    },
    { required: ['paymentGatewayUrl'] },
  )
  const merchantSession = object('a merchantSession', {
    epochTimestamp: number(),
    expiresAt: number(),
    merchantSessionIdentifier: text(256),
    nonce: text(32),
    merchantIdentifier: text(128),
    displayName: text(256),
    signature: text(5_120),
    initiative: text(16),
    initiativeContext: long,
    signedFields: list(short, { max: 16 }),
  })
  const whole = object(
    'a payment',
    { paymentRequest, endpoints, merchantSession },
    { required: ['paymentRequest', 'endpoints', 'merchantSession'] },
  )
  const image = object('an image', { identifier: long, data: long }, { required: ['identifier', 'data'] })
  const data = object(
    'data',
    { version: short, payment: whole, images: list(image, { max: 2 }), requestIdentifier: short },
    { required: ['version', 'payment', 'requestIdentifier'] },
  )
  return object('apple', { data }, { required: ['data'] })
}
