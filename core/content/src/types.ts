/** Every element there is (structured content, sections 3 and 4), `checkbox` and its like inside a `list` only. */
export const ELEMENT_TYPES = [
  'text',
  'image',
  'button',
  'map',
  'linkPreview',
  'template',
  'keyValuePairList',
  'vertical',
  'horizontal',
  'carousel',
  'carouselSelect',
  'accordionSelect',
  'tabs',
  'list',
  'sectionList',
  'section',
  'checklist',
  'checkbox',
  'buttonList',
  'submitButton',
] as const
export type ElementType = (typeof ELEMENT_TYPES)[number]

/** Everything a tap can do (section 5). */
export const ACTION_TYPES = [
  'publishText',
  'link',
  'navigate',
  'datePicker',
  'scheduleSlotList',
  'addToCart',
  'custom',
  'checked',
  'submitAsText',
] as const
export type ActionType = (typeof ACTION_TYPES)[number]

/** Every type of metadata with rules of its own (section 9); others are kept as they are where the channel lets them. */
export const METADATA_TYPES = [
  'ExternalId',
  'BotResponse',
  'CbBotResponseMetaData',
  'AutoMessage',
  'ActionReason',
  'EscalationSummary',
  'BusinessChatMessage',
  'BusinessEvent',
  'BusinessFormEvent',
  'BusinessChatCustomMessage',
  'ConnectorAuthenticationRequest',
  'ConnectorPaymentRequest',
  'SocialMessagingConversationData',
  'SocialMessagingEventData',
  'WhatsAppSingleProduct',
  'WhatsAppMultipleProduct',
] as const
export type MetadataType = (typeof METADATA_TYPES)[number]
