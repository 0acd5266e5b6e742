import { flag, list, number, type ObjectRule, object, type Rule, text, whole, word } from '../check/rule.ts'

const short = text(64)

/**
 * Types of metadata that every channel may carry (9.1).
 * @param open whether other members are let through, as the web's schema does; Apple's does not
 */
export function generalMetadata({ open }: { readonly open: boolean }): Record<string, ObjectRule> {
  const entry = (type: string, fields: Readonly<Record<string, Rule>>, ...required: readonly string[]): ObjectRule =>
    object(`the metadata ${type}`, { type: word(type), ...fields }, { required, open })
  return {
    ExternalId: entry('ExternalId', { id: short }, 'id'),
    BotResponse: entry('BotResponse', botResponse(open)),
    CbBotResponseMetaData: entry('CbBotResponseMetaData', builderResponse, 'botMsgId'),
    AutoMessage: entry('AutoMessage', { messageType: short, faasInvoked: flag, iteration: whole() }, 'messageType'),
    ActionReason: entry('ActionReason', { reason: short, reasonId: short }, 'reason'),
    EscalationSummary: entry('EscalationSummary', {
      escalationCause: short,
      businessCases: list(object('a business case', { id: text(256), time: whole() }, { open })),
      conversationDuration: whole(),
      escalatedDuringBusinessCase: text(256),
    }),
  }
}

function botResponse(open: boolean): Record<string, Rule> {
  const bot = {
    botId: short,
    botProvider: short,
    botProviderType: word('1P', '3P_LP_CONNECTOR', '3P_EXTERNAL_CONNECTOR'),
    botType: short,
    botLanguage: short,
    botLastUpdateTimestamp: number(),
  }
  const intent = {
    id: text(256),
    name: text(256),
    confidence: short,
    confidenceScore: number(0, 1),
    intentMatchType: text(20),
    intentMatchEventType: text(20),
  }
  return {
    bot: object('a bot', bot, { required: ['botId'], open }),
    consumerUtteranceSequenceNumbers: list(number(), { max: 16 }),
    consumerId: short,
    kBSourceId: short,
    botInteractionId: short,
    externalConversationId: short,
    businessCases: list(text(256), { max: 16 }),
    intentMatched: flag,
    intents: list(object('an intent', intent, { required: ['id', 'confidenceScore'], open }), { max: 16 }),
  }
}

const builderResponse: Record<string, Rule> = {
  botMsgId: short,
  botInteractionId: short,
  botInteractionName: text(1_024),
  botProviderType: text(1_024),
  botId: short,
  botType: text(128),
  botProvider: text(1_024),
  intentId: short,
  intentName: text(1_024),
  matchType: text(128),
  domainName: text(1_024),
  domainType: text(1_024),
}
