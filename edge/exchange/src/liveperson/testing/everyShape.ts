import type { JsonObject } from '@baton/base'
import { exportedBot, pattern, rule } from './exportedBot.ts'

const set = (name: string, scope: string) => ({ name, value: '{$userMessage}', scope })
const when = (...conditions: JsonObject[]) => rule('next', conditions)
const condition = (contextName: string, matchType: string, value: string) => ({ contextName, matchType, value })
const button = (name: string, type: string, callback: string, more: JsonObject = {}) => ({
  name,
  type,
  callback,
  target: 'blank',
  webviewHeightRatio: 'full',
  ...more,
})

/** A bot of our own that has everything that the format has: each type of interaction, condition, action and part. */
export function everyShape(): JsonObject {
  return exportedBot({
    globals: "function __initConversation() {\r\n  botContext.setBotVariable('shop', 'Flowers', true, false)\r\n}",
    bot: {
      description: 'Sells flowers',
      botAttributes: {
        ENABLE_DEBUG: 'false',
        ENABLE_AGENT_ANNOTATIONS: 'true',
        PCS_FALLBACK_LIMIT: '3',
        DEFAULT_ERROR_MESSAGE: 'Something went wrong.',
      },
      transferGroupId: 'group-1',
      entityDataSourceId: 'domain-1',
      channel: 'web',
      smallTalkEnabled: false,
    },
    dialogs: [
      {
        name: '1 Welcome',
        more: { domainId: 'domain-1', description: 'The beginning' },
        interactions: [
          {
            name: 'starter',
            type: 'DIALOG_STARTER',
            tile: { text: 'Hello!!' },
            more: {
              pattern: ['hi', '(hello|hey)*'],
              intentId: 'intent-1',
              preProcessMessage: "if (botContext.getBotVariable('seen')) botContext.setTriggerNextMessage('bye')",
            },
          },
          {
            name: 'hello',
            type: 'TEXT',
            tile: { text: 'Hello {$botContext.shop}\nand {$env.city}' },
            more: { interactionDelay: '300' },
          },
          {
            name: 'silent',
            type: 'TEXT',
            tile: { text: 'BLANK_MESSAGE' },
            more: { postProcessMessage: "botContext.sendMessage('psst')" },
          },
          { name: 'picture', type: 'IMAGE', tile: { url: 'https://img.example/rose.png' } },
          {
            name: 'name',
            type: 'TEXT_QUESTION',
            tile: { text: 'Your name?' },
            rules: [
              rule('next', [{ matchType: 'REGEX', regexMatch: { regexText: '^[a-z ]+$', excludeKeywords: ['no'] } }], {
                contextDataVariables: [set('name', 'SESSION'), set('once', 'REQUEST'), set('here', 'DIALOG')],
              }),
              rule('name', [{ matchType: 'NO_MATCH', noMatch: { fallbackMessage: 'Letters, please.' } }]),
            ],
            more: {
              processUserResponse: "botContext.printDebugMessage('x')",
              comment: { content: 'Ask nicely', lastCommenterName: 'Ada', lastCommenterId: 'a', lastModifiedDate: 1 },
            },
          },
          {
            name: 'flower',
            type: 'QUICK_REPLY',
            tile: { text: 'Which?', quickReplyWidget: { choicesPerRow: 8 } },
            rules: [
              when(pattern('rose', '*red*')),
              rule('next', [], {
                contextConditions: [
                  condition('name', 'EQUALS', 'ada'),
                  condition('{$userMessage}', 'NOT_CONTAINS', 'x'),
                ],
                contextMatchConditionType: 'ALL',
              }),
              rule('flower'),
            ],
            more: {
              quickReplies: [
                { type: 'text', title: 'A rose', payload: 'rose' },
                { type: 'location', title: 'Near me' },
              ],
            },
          },
          {
            name: 'count',
            type: 'MULTIPLE_CHOICE_QUESTION',
            tile: {
              text: 'How many?',
              multipleChoice: { multipleChoices: ['One', 'Two\n'], displayChoice: 'BUTTON', textStyle: 'NUMBERS' },
            },
            rules: [when({ matchType: 'EVAL_OPTION', evaluateOptionMatch: { value: 'Two\n' } }), rule('none')],
          },
          {
            name: 'card',
            type: 'BUTTON',
            tile: {
              text: 'Card?',
              buttons: [
                button('Yes', 'postback', 'yes', { metadata: [{ type: 'ExternalId', id: '1' }] }),
                button('See', 'web_url', 'https://shop.example'),
              ],
            },
            rules: [rule('close_dialog', [pattern('yes')]), rule('close_conversation')],
          },
        ],
      },
      {
        name: '2 Stock',
        interactions: [
          {
            name: 'call',
            type: 'API_INTEGRATION',
            rules: [
              rule('stores', [{ matchType: 'API_RESULT', apiResultsMatch: { status: 'SUCCESS' } }]),
              rule('bye', [{ matchType: 'API_RESULT', apiResultsMatch: { status: 'FAILURE' } }]),
            ],
            more: { content: { responderId: 'stock', responderName: 'Stock' } },
          },
          {
            name: 'stores',
            type: 'STRUCTURED',
            tile: {
              title: '{Stock.city}',
              subTitle: '{Stock.street}',
              image: '',
              buttons: [button('Go', 'postback', '{Stock.city}')],
            },
          },
          {
            name: 'rich',
            type: 'UNIVERSAL',
            tile: { universalWidget: { leMessageJson: '{"type":"vertical","elements":[{"type":"text","text":"x"}]}' } },
          },
          { name: 'computed', type: 'UNIVERSAL', tile: { universalWidget: { leMessageJson: '{$botContext.card}' } } },
          { name: 'off', type: 'TEXT', tile: { text: 'never' }, more: { status: 'INACTIVE' } },
          {
            name: 'file',
            type: 'FILE_UPLOAD',
            tile: {
              text: 'Your card?',
              fileUpload: {
                acceptedTypes: ['PDF'],
                successMessage: 'ok',
                failureMessage: 'no',
                validationFailureMessage: 'wrong',
                inProgressMessage: 'wait',
              },
            },
          },
          {
            name: 'bye',
            type: 'TEXT',
            tile: { text: 'Bye' },
            rules: [rule('', [], { action: { name: 'DIALOG', value: '3 Hand over' } })],
          },
        ],
      },
      {
        name: '3 Hand over',
        interactions: [
          {
            name: 'transfer',
            type: 'ESCALATION',
            tile: {
              text: 'One moment',
              escalation: { agentSkillId: '{$botContext.skill}', agentId: 'a.1', tangoContextEnabled: true },
            },
            rules: [rule('none')],
          },
          { name: 'pay', type: 'APPLE_PAY', tile: { amount: 3 } },
        ],
      },
      {
        name: '4 Fallback',
        type: 'FALLBACK_DIALOG',
        interactions: [{ name: 'fallback_starter', type: 'TEXT', tile: { text: 'Sorry' } }],
      },
      {
        name: '5 Stuck',
        type: 'AUTO_ESCALATION_DIALOG',
        more: { status: 'DISABLED' },
        interactions: [{ name: 'help?', type: 'TEXT', tile: { text: 'Help?' } }],
      },
    ],
    responder: [
      {
        chatbotId: 'bot-1',
        id: 'stock',
        name: 'Stock',
        webhook: 'https://stock.example/{$botContext.flower}',
        method: 'POST',
        headers: [{ key: 'x-api-key', value: 'abc' }],
        defaultValues: ['title', 'subTitle', 'image', 'itemUrl'].map((key) => ({ key })),
        postBody: '{"q": "{$userMessage}"}',
        customDataFields: [
          { key: 'city', value: '{$.api_Stock.stores[i].city}' },
          { key: 'street', value: '{$.api_Stock.stores[i].street}' },
        ],
        results: { type: 'TEXT', tile: { tileData: [{ buttons: [], quickReplyList: [] }] } },
        group: 'Responders',
        transformResultsScript: "var r = botContext.getBotVariable('api_Stock')",
        responseDataVariable: 'Stock',
        integrationType: 'API',
        tangoContextEnabled: false,
      },
      {
        chatbotId: 'bot-1',
        id: 'mail',
        name: 'Mail',
        integrationType: 'SMOKE_SIGNAL',
        method: 'GET',
        webhook: '',
        group: 'Responders',
      },
    ],
    more: {
      associatedDomains: [
        { id: 'domain-1', name: 'Flowers', type: 'LivePersonV2', language: 'en-US', status: 'ACTIVE' },
      ],
      associatedIntents: [
        { id: 'intent-1', name: 'buy flowers', displayName: 'Buy flowers', domainId: 'domain-1', type: 'INTENT' },
      ],
      platforms: [
        { id: 'p', chatbotId: 'bot-1', integrationType: 'HTMLCLIENT', platform: 'HTMLCLIENT', status: 'NEW' },
      ],
    },
  })
}
