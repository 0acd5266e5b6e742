import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ScriptEffect } from './effects.ts'
import { openWorkbench, snapshot } from './examples/scripts.ts'
import type { PanelResult } from './panel.ts'
import { SCRIPT_FUNCTIONS, type ScriptFunction } from './scriptFunctions.ts'
import type { Snapshot } from './snapshot.ts'

type Some = Parameters<typeof snapshot>[0]
interface Case {
  /** The sentence, with the requirement it comes from. */
  readonly it: string
  /** An expression, or statements that end in one; its value is compared as JSON. */
  readonly code: string
  readonly with?: Some
  readonly gives?: unknown
  readonly does?: readonly ScriptEffect[]
  /** A line of the log that holds this. */
  readonly logs?: string
}

const shop: Snapshot['contextService'] = {
  shop: { registered: true, global: { open: 'yes' }, user: { taste: 'L', cups: 2 }, conversation: { step: 'one' } },
  fresh: { registered: false, global: {}, user: {}, conversation: {} },
}
const withService: Some = { contextService: shop }
const set = (name: string, value: unknown, scope: 'request' | 'session' | 'permanent' = 'request') =>
  ({ do: 'setVariable', name, value, scope }) as ScriptEffect

const CASES: Readonly<Record<ScriptFunction, readonly Case[]>> = {
  setBotVariable: [
    {
      it: '4.2: stores for the request without flags',
      code: "botContext.setBotVariable('a', 10)",
      does: [set('a', 10)],
    },
    {
      it: '4.2: stores for the session, and for ever, which wins',
      code: "botContext.setBotVariable('a', 'x', true, false); botContext.setBotVariable('b', 'y', true, true)",
      does: [set('a', 'x', 'session'), set('b', 'y', 'permanent')],
    },
    {
      it: 'scripting A-73: keeps arrays of objects',
      code: "botContext.setBotVariable('a', [{b: 1}])",
      does: [set('a', [{ b: 1 }])],
    },
    {
      it: 'scripting A-73: dates by String()',
      code: "botContext.setBotVariable('d', new Date(0)); typeof botContext.getBotVariable('d')",
      gives: 'string',
    },
    {
      it: 'scripting A-92: gives nothing back',
      code: "var x = botContext.setBotVariable('a', 1); x === undefined",
      gives: true,
      does: [set('a', 1)],
    },
    {
      it: 'scripting A-102: refuses functions and cycles, says so, changes nothing',
      code: "botContext.setBotVariable('f', function () {}); var o = {}; o.o = o; botContext.setBotVariable('o', o)",
      does: [],
      logs: 'a function cannot be stored',
    },
    {
      it: 'scripting A-101: refuses more than 256 KB in one variable',
      code: "botContext.setBotVariable('a', new Array(262145).join('x'))",
      does: [],
      logs: 'more than 262144 bytes',
    },
  ],
  getBotVariable: [
    { it: '4.2: null when unset', code: "botContext.getBotVariable('nope')", gives: null },
    {
      it: '4.2: knows nothing of what every object has',
      code: "botContext.getBotVariable('constructor')",
      gives: null,
    },
    {
      it: 'scripting A-74: the shorter life wins',
      with: { variables: { request: { a: 1 }, session: { a: 2, b: 3 }, permanent: { b: 4, c: 5 } } },
      code: "['a', 'b', 'c'].map(botContext.getBotVariable)",
      gives: [1, 3, 5],
    },
    {
      it: 'scripting A-74: a wider write does not cover a narrower one',
      with: { variables: { request: { a: 1 } } },
      code: "botContext.setBotVariable('a', 2, true); botContext.getBotVariable('a')",
      gives: 1,
    },
    {
      it: 'scripting A-50: reads back what was stored in this panel',
      code: "botContext.setBotVariable('a', {b: [1]}); botContext.getBotVariable('a').b[0]",
      gives: 1,
    },
    {
      it: 'scripting A-54, A-55: custom fields and their count',
      with: { fields: { 'weather.city': ['Seattle'], 'weather.sky': 'grey' } },
      code: "[botContext.getBotVariable('weather.city.count'), botContext.getBotVariable('weather.sky'), botContext.getBotVariable('weather.no.count')]",
      gives: [1, 'grey', null],
    },
    {
      it: 'dialogs R5.1: slots by slot.name',
      with: { slots: { drink: 'latte' } },
      code: "botContext.getBotVariable('slot.drink')",
      gives: 'latte',
    },
    {
      it: 'scripting A-44: reads an integration result',
      with: { variables: { session: { api_W: { jsonData: '{"api_W":{"t":21}}' } } } },
      code: "JSON.parse(botContext.getBotVariable('api_W').jsonData).api_W.t",
      gives: 21,
    },
  ],
  getEnvVariable: [
    {
      it: '4.2: the variable or null',
      with: { environment: { host: 'h' } },
      code: "[botContext.getEnvVariable('host'), botContext.getEnvVariable('x')]",
      gives: ['h', null],
    },
  ],
  getCurrentUserMessage: [
    { it: '4.2: the full text', code: 'botContext.getCurrentUserMessage()', gives: 'I want coffee' },
  ],
  getConversationId: [{ it: '4.2', code: 'botContext.getConversationId()', gives: 'c-1' }],
  getChatBotId: [
    { it: '4.2', code: 'botContext.getChatBotId()', gives: '42' },
    {
      it: 'scripting A-91: also as a property that cannot be written',
      code: "botContext.chatBotId = 'x'; botContext.chatBotId",
      gives: '42',
    },
  ],
  getLPAccountId: [{ it: '4.2', code: 'botContext.getLPAccountId()', gives: 'acme' }],
  getLPEngagementAttribute: [
    {
      it: '4.2: texts; null when unknown',
      with: { engagementAttributes: { os: 'Linux', currentSkillId: 12 } },
      code: "[botContext.getLPEngagementAttribute('os'), botContext.getLPEngagementAttribute('currentSkillId'), botContext.getLPEngagementAttribute('toString')]",
      gives: ['Linux', '12', null],
    },
    {
      it: '4.2: in the spelling of the published list',
      with: { engagementAttributes: { rtSessionId: 's' } },
      code: "botContext.getLPEngagementAttribute('rtSesssionId')",
      gives: 's',
    },
  ],
  getMetadata: [
    {
      it: '4.2: by type, else null',
      with: { metadata: [{ type: 'ExternalId', id: 'e1' }] },
      code: "[botContext.getMetadata('ExternalId').id, botContext.getMetadata('x')]",
      gives: ['e1', null],
    },
  ],
  getQuickReplyPayload: [
    { it: '4.2', with: { quickReplyPayload: 'p' }, code: 'botContext.getQuickReplyPayload()', gives: 'p' },
  ],
  getButtonPayload: [
    {
      it: '4.2',
      with: { buttonPayload: 'b' },
      code: '[botContext.getButtonPayload(), botContext.getQuickReplyPayload()]',
      gives: ['b', null],
    },
  ],
  getWebViewVariable: [
    {
      it: '4.2',
      with: { webViewVariables: { token: 't' } },
      code: "[botContext.getWebViewVariable('token'), botContext.getWebViewVariable('x')]",
      gives: ['t', null],
    },
  ],
  getWebViewVariables: [
    {
      it: '4.2',
      with: { webViewVariables: { token: 't' } },
      code: 'botContext.getWebViewVariables()',
      gives: { token: 't' },
    },
  ],
  getDialogStarterIntent: [
    { it: '4.2', with: { dialogStarterIntent: 'order' }, code: 'botContext.getDialogStarterIntent()', gives: 'order' },
  ],
  getDisambiguatedIntentName: [
    {
      it: '4.2',
      with: { disambiguatedIntent: { id: '7', name: 'order' } },
      code: 'botContext.getDisambiguatedIntentName()',
      gives: 'order',
    },
  ],
  getDisambiguatedIntentId: [
    {
      it: '4.2',
      with: { disambiguatedIntent: { id: '7', name: 'order' } },
      code: 'botContext.getDisambiguatedIntentId()',
      gives: '7',
    },
  ],
  getNamedEntities: [
    {
      it: '4.2: with phrase and value, else null',
      with: { entities: { DRINK: [{ phrase: 'lattes', value: 'latte' }] } },
      code: "[botContext.getNamedEntities('DRINK')[0].getPhrase(), botContext.getNamedEntities('DRINK')[0].getDataValue(), botContext.getNamedEntities('X')]",
      gives: ['lattes', 'latte', null],
    },
  ],
  getNlpResponse: [
    {
      it: '4.2: tokens and sentences',
      with: { userMessage: 'Hi there. Go!' },
      code: 'botContext.getNlpResponse()',
      gives: { nouns: [], verbs: [], phrases: [], sentences: ['Hi there.', 'Go!'], tokens: ['Hi', 'there', 'Go'] },
    },
  ],
  getSentiment: [
    { it: '4.2: neutral unless told', code: 'botContext.getSentiment()', gives: 'Neutral' },
    { it: '4.2', with: { sentiment: 'Negative' }, code: 'botContext.getSentiment()', gives: 'Negative' },
  ],
  getUserLocation: [
    {
      it: '4.2: after a location',
      with: { location: { city: 'Bonn', state: 'NW', zip: '53', lat: 50.7, lng: 7.1 } },
      code: 'var l = botContext.getUserLocation(); [l.getCityName(), l.getState(), l.getZipCode(), l.getLatitude(), l.getLongitude()]',
      gives: ['Bonn', 'NW', '53', 50.7, 7.1],
    },
    { it: '4.2: null before one', code: 'botContext.getUserLocation()', gives: null },
  ],
  getHoursType: [
    {
      it: 'scripting A-77: a frame of every day',
      code: "botContext.getHoursType(['OPEN~8:00~20:00'], 'Europe/Berlin')",
      gives: 'OPEN',
    },
    {
      it: 'scripting A-77: in the zone that is asked for',
      code: "botContext.getHoursType(['OPEN~8:00~20:00'], 'America/Los_Angeles')",
      gives: null,
    },
    {
      it: 'scripting A-77: a date beats a weekday beats the rest, whatever the order',
      code: "botContext.getHoursType(['11.24.2026|HOLIDAY~0:00~24:00', 'TUESDAY|DAY~0:00~24:00', 'OPEN~0:00~24:00'], 'Europe/Berlin')",
      gives: 'HOLIDAY',
    },
    {
      it: 'scripting A-77: the later of two that overlap',
      code: "botContext.getHoursType(['A~8:00~20:00', 'B~11:00~13:00'], 'Europe/Berlin')",
      gives: 'B',
    },
    {
      it: 'scripting A-77: over midnight, and on its own day',
      code: "[botContext.getHoursType(['NIGHT~22:00~13:00'], 'Europe/Berlin'), botContext.getHoursType(['MONDAY|NIGHT~22:00~13:00'], 'Europe/Berlin'), botContext.getHoursType(['TUESDAY|NIGHT~22:00~13:00'], 'Europe/Berlin')]",
      gives: ['NIGHT', 'NIGHT', null],
    },
    {
      it: 'scripting A-77: null and a line for no zone',
      code: "botContext.getHoursType(['A~0:00~24:00'], 'Mars')",
      gives: null,
      logs: 'no known time zone',
    },
  ],
  getFileType: [
    {
      it: 'scripting A-66',
      with: { file: { type: 'application/pdf' } },
      code: 'botContext.getFileType()',
      gives: 'application/pdf',
    },
  ],
  getFileCaption: [
    {
      it: 'C-13: the caption',
      with: { file: { type: 'a', caption: 'mine', name: 'f.pdf' } },
      code: 'botContext.getFileCaption()',
      gives: 'mine',
    },
    {
      it: 'dialogs R8.23: the word for none where there is none',
      with: { file: { type: 'a', name: 'f.pdf' } },
      code: 'botContext.getFileCaption()',
      gives: '__EMPTYTEXT__',
    },
  ],
  setBotTransferIntentId: [
    { it: '4.2', code: "botContext.setBotTransferIntentId('i')", does: [{ do: 'setBotTransferIntentId', id: 'i' }] },
  ],
  setBotTransferIntentbyDomain: [
    {
      it: '4.2',
      code: "botContext.setBotTransferIntentbyDomain('i', 'd')",
      does: [{ do: 'setBotTransferIntentByDomain', intent: 'i', domain: 'd' }],
    },
  ],
  setBotTransferUserMessage: [
    {
      it: '4.2',
      code: "botContext.setBotTransferUserMessage('t')",
      does: [{ do: 'setBotTransferUserMessage', text: 't' }],
    },
  ],
  getUserPlatformId: [{ it: '4.3', code: 'botContext.getUserPlatformId()', gives: 'u-1' }],
  getUserChannel: [{ it: '4.3', code: 'botContext.getUserChannel()', gives: 'lp_web' }],
  getLPUserPersonalInfo: [
    {
      it: '4.3: null unless a name or company is told',
      with: { personalInfo: { gender: 'F' } },
      code: 'botContext.getLPUserPersonalInfo()',
      gives: null,
    },
    {
      it: 'scripting A-78: fields at the top',
      with: { personalInfo: { firstname: 'Ada', contacts: [{ email: 'a@b' }] } },
      code: 'var p = botContext.getLPUserPersonalInfo(); [p.firstname, p.contacts[0].email]',
      gives: ['Ada', 'a@b'],
    },
  ],
  getLPCustomerInfo: [
    { it: '4.3: null when absent', code: 'botContext.getLPCustomerInfo()', gives: null },
    {
      it: 'scripting A-78',
      with: { customerInfo: { customerId: 'k' } },
      code: 'botContext.getLPCustomerInfo().customerId',
      gives: 'k',
    },
  ],
  getUserName: [{ it: '4.3', with: { userName: 'Ada' }, code: 'botContext.getUserName()', gives: 'Ada' }],
  setUserName: [
    {
      it: '4.3: is read back',
      code: "botContext.setUserName('Bo'); botContext.getUserName()",
      gives: 'Bo',
      does: [{ do: 'setUserName', text: 'Bo' }],
    },
  ],
  getEmail: [{ it: '4.3', code: 'botContext.getEmail()', gives: null }],
  setEmail: [
    {
      it: '4.3: is read back',
      code: "botContext.setEmail('a@b.c'); botContext.getEmail()",
      gives: 'a@b.c',
      does: [{ do: 'setEmail', text: 'a@b.c' }],
    },
  ],
  getUserPlatformType: [
    { it: '4.3', code: 'botContext.getUserPlatformType()', gives: 'HTMLCLIENT' },
    { it: '4.3', with: { channel: 'lp_fb' }, code: 'botContext.getUserPlatformType()', gives: 'FACEBOOK' },
  ],
  getChannel: [
    { it: '4.3', code: 'botContext.getChannel()', gives: 'lp_web' },
    { it: '4.3', with: { channel: 'twilio_sms' }, code: 'botContext.getChannel()', gives: 'sms' },
  ],
  sendMessage: [
    {
      it: '4.4: queues, in call order',
      code: "botContext.sendMessage('a'); botContext.sendMessage(5)",
      does: [
        { do: 'sendMessage', text: 'a' },
        { do: 'sendMessage', text: '5' },
      ],
    },
    {
      it: 'scripting A-81: nothing to send is told and left out',
      code: "botContext.sendMessage(null); botContext.sendMessage('')",
      does: [],
      logs: 'nothing to send',
    },
  ],
  sendMessages: [
    {
      it: '4.4',
      code: "botContext.sendMessages(['a', 'b'])",
      does: [
        { do: 'sendMessage', text: 'a' },
        { do: 'sendMessage', text: 'b' },
      ],
    },
  ],
  sendMessageWithQuickReplies: [
    {
      it: '4.4: with payloads where there are any',
      code: "botContext.sendMessageWithQuickReplies('q', ['Yes~y~1', 'No'])",
      does: [{ do: 'sendMessage', text: 'q', chips: [{ title: 'Yes', payload: 'y~1' }, { title: 'No' }] }],
    },
    {
      it: 'scripting A-81: cuts what is too long, and says so',
      code: "botContext.sendMessageWithQuickReplies('q', ['123456789012345678901'])",
      does: [{ do: 'sendMessage', text: 'q', chips: [{ title: '12345678901234567890' }] }],
      logs: 'longer than 20',
    },
  ],
  addQuickReplies: [
    {
      it: '4.4: at most ten',
      code: "botContext.addQuickReplies('0123456789x'.split(''))",
      does: [{ do: 'addQuickReplies', chips: '0123456789'.split('').map((title) => ({ title })) }],
      logs: 'more than 10',
    },
  ],
  addQuickReples: [
    {
      it: '4.4: the other spelling',
      code: "botContext.addQuickReples(['a'])",
      does: [{ do: 'addQuickReplies', chips: [{ title: 'a' }] }],
    },
  ],
  sendImmediateReply: [
    {
      it: 'scripting A-80: one message per element; the rest of the panel runs',
      code: "botContext.sendImmediateReply(['a', 'b']); botContext.setBotVariable('x', 1)",
      does: [{ do: 'sendImmediateReply', texts: ['a', 'b'] }, set('x', 1)],
    },
  ],
  sendPrivateMessage: [
    { it: '4.4', code: "botContext.sendPrivateMessage('psst')", does: [{ do: 'sendPrivateMessage', text: 'psst' }] },
  ],
  setMessageDelay: [
    {
      it: '4.4',
      code: "botContext.setMessageDelay(1500); botContext.setMessageDelay('200')",
      does: [
        { do: 'setMessageDelay', ms: 1500 },
        { do: 'setMessageDelay', ms: 200 },
      ],
    },
    { it: '4.4: no time is told and left out', code: "botContext.setMessageDelay('soon')", does: [], logs: 'no time' },
  ],
  setAllowMaxTextResponse: [
    {
      it: '4.4',
      code: 'botContext.setAllowMaxTextResponse(true)',
      does: [{ do: 'setAllowMaxTextResponse', on: true }],
    },
  ],
  setTriggerNextMessage: [
    {
      it: 'scripting A-82: does not jump',
      code: "botContext.setTriggerNextMessage('Menu'); botContext.sendMessage('after')",
      does: [
        { do: 'setTriggerNextMessage', name: 'Menu' },
        { do: 'sendMessage', text: 'after' },
      ],
    },
  ],
  evaluateOptions: [
    {
      it: 'scripting A-86: by label, by label with bracket, by text; the element itself',
      code: 'var o = ["A) Seattle\\n", "B) Bothell\\n"]; [botContext.evaluateOptions("b", o), botContext.evaluateOptions(" A) ", o), botContext.evaluateOptions("seattle", o), botContext.evaluateOptions("C", o)]',
      gives: ['B) Bothell\n', 'A) Seattle\n', 'A) Seattle\n', null],
    },
    {
      it: 'scripting A-86: without a bracket the whole text',
      code: "botContext.evaluateOptions('yes', ['No', 'Yes'])",
      gives: 'Yes',
    },
  ],
  transferToBotDialog: [
    {
      it: '4.5',
      code: "botContext.transferToBotDialog('7', 'Hello', null)",
      does: [{ do: 'transferToBotDialog', botId: '7', dialog: 'Hello', message: '' }],
    },
  ],
  printDebugMessage: [
    {
      it: '4.6: anything, by String()',
      code: 'botContext.printDebugMessage({}); botContext.printDebugMessage(null)',
      does: [],
      logs: '[object Object]',
    },
  ],
  logCustomEvent: [
    {
      it: '4.6',
      code: "botContext.logCustomEvent('m', 'e', 'd'); botContext.logCustomEvent('', 'e')",
      does: [
        { do: 'logCustomEvent', userMessage: 'm', event: 'e', detail: 'd' },
        { do: 'logCustomEvent', userMessage: '', event: 'e' },
      ],
    },
    {
      it: 'dialogs R6.11: the detail is at most 32 KB',
      code: "botContext.logCustomEvent('m', 'e', new Array(32770).join('x'))",
      logs: 'was cut',
    },
  ],
  logEscalationEvent: [
    {
      it: '4.6',
      code: "botContext.logEscalationEvent('m', 'LivePerson')",
      does: [{ do: 'logEscalationEvent', userMessage: 'm', kind: 'LivePerson' }],
    },
  ],
  isContextApiEnabled: [
    { it: '4.7', code: 'botContext.isContextApiEnabled()', gives: false },
    { it: '4.7', with: withService, code: 'botContext.isContextApiEnabled()', gives: true },
  ],
  registerContextNamespace: [
    {
      it: '4.7: with a life',
      with: withService,
      code: "botContext.registerContextNamespace('fresh', 60)",
      gives: true,
      does: [{ do: 'registerNamespace', namespace: 'fresh', ttlSeconds: 60 }],
    },
    {
      it: 'scripting A-87: false and a line where there is no service',
      code: "botContext.registerContextNamespace('fresh')",
      gives: false,
      logs: 'switched off',
    },
  ],
  deleteContextNamespace: [
    {
      it: '4.7: nothing is left',
      with: withService,
      code: "[botContext.deleteContextNamespace('shop'), botContext.getContextDataForUser('shop'), botContext.deleteContextNamespace('fresh')]",
      gives: [true, null, false],
      does: [{ do: 'deleteNamespace', namespace: 'shop' }],
    },
  ],
  setGlobalContextData: [
    {
      it: '4.7',
      with: withService,
      code: "[botContext.setGlobalContextData('shop', 'open', false), botContext.getGlobalContextData('shop', 'open')]",
      gives: [true, false],
      does: [{ do: 'setContext', namespace: 'shop', scope: 'global', name: 'open', value: false }],
    },
  ],
  setContextDataForUser: [
    {
      it: 'scripting A-87: makes the namespace where nobody registered it',
      with: withService,
      code: "[botContext.setContextDataForUser('fresh', 'a', 1), botContext.getContextDataForUser('fresh', 'a')]",
      gives: [true, 1],
      does: [
        { do: 'registerNamespace', namespace: 'fresh' },
        { do: 'setContext', namespace: 'fresh', scope: 'user', name: 'a', value: 1 },
      ],
    },
  ],
  setContextDataForConversation: [
    {
      it: '4.7',
      with: withService,
      code: "botContext.setContextDataForConversation('shop', 'step', {n: 2})",
      gives: true,
      does: [{ do: 'setContext', namespace: 'shop', scope: 'conversation', name: 'step', value: { n: 2 } }],
    },
    {
      it: 'scripting A-87: false for what cannot be copied',
      with: withService,
      code: "botContext.setContextDataForConversation('shop', 'f', function () {})",
      gives: false,
      does: [],
    },
  ],
  getGlobalContextData: [
    {
      it: '4.7: value or null',
      with: withService,
      code: "[botContext.getGlobalContextData('shop', 'open'), botContext.getGlobalContextData('shop', 'x'), botContext.getGlobalContextData('fresh', 'x')]",
      gives: ['yes', null, null],
    },
  ],
  getContextDataForUser: [
    { it: '4.7', with: withService, code: "botContext.getContextDataForUser('shop', 'taste')", gives: 'L' },
    {
      it: 'scripting A-88: the whole map',
      with: withService,
      code: "var m = botContext.getContextDataForUser('shop'), all = []; m.keySet().forEach(function (k) { all.push(k, m[k], m.get(k)) }); [all, m.size(), m.containsKey('cups'), String(m), Object.keys(m)]",
      gives: [['taste', 'L', 'L', 'cups', 2, 2], 2, true, '{taste=L, cups=2}', ['taste', 'cups']],
    },
    {
      it: 'scripting A-98: for each over its keys',
      with: withService,
      code: "var out = ''; for each (var k in botContext.getContextDataForUser('shop').keySet()) { out += k + ';' } out",
      gives: 'taste;cups;',
    },
  ],
  getContextDataForConversation: [
    { it: '4.7', with: withService, code: "botContext.getContextDataForConversation('shop', 'step')", gives: 'one' },
  ],
  deleteGlobalContextData: [
    {
      it: '4.7',
      with: withService,
      code: "[botContext.deleteGlobalContextData('shop', 'open'), botContext.getGlobalContextData('shop', 'open')]",
      gives: [true, null],
      does: [{ do: 'deleteContext', namespace: 'shop', scope: 'global', name: 'open' }],
    },
  ],
  deleteContextDataForUser: [
    {
      it: '4.7',
      with: withService,
      code: "botContext.deleteContextDataForUser('shop', 'taste')",
      gives: true,
      does: [{ do: 'deleteContext', namespace: 'shop', scope: 'user', name: 'taste' }],
    },
  ],
  deleteContextDataForConversation: [
    {
      it: '4.7: false where there is no such namespace',
      with: withService,
      code: "[botContext.deleteContextDataForConversation('shop', 'step'), botContext.deleteContextDataForConversation('fresh', 'x')]",
      gives: [true, false],
      does: [{ do: 'deleteContext', namespace: 'shop', scope: 'conversation', name: 'step' }],
    },
  ],
  deleteAllContextDataForUser: [
    {
      it: '4.7',
      with: withService,
      code: "[botContext.deleteAllContextDataForUser('shop'), botContext.getContextDataForUser('shop').size()]",
      gives: [true, 0],
      does: [{ do: 'deleteContext', namespace: 'shop', scope: 'user' }],
    },
  ],
  deleteAllContextDataForConversation: [
    {
      it: '4.7',
      with: withService,
      code: "botContext.deleteAllContextDataForConversation('shop')",
      gives: true,
      does: [{ do: 'deleteContext', namespace: 'shop', scope: 'conversation' }],
    },
  ],
  isApiExecutionSuccessful: [
    { it: '4.8: false before any run', code: 'botContext.isApiExecutionSuccessful()', gives: false },
    {
      it: 'scripting A-11a',
      with: { lastCall: { successful: true, status: 200 } },
      code: 'botContext.isApiExecutionSuccessful()',
      gives: true,
    },
  ],
  getApiStatusCode: [
    { it: '4.8: a text; null before any run', code: 'botContext.getApiStatusCode()', gives: null },
    {
      it: 'C-11',
      with: { lastCall: { successful: false, status: 440 } },
      code: 'botContext.getApiStatusCode()',
      gives: '440',
    },
  ],
  askMaven: [
    {
      it: 'scripting A-89: advises nothing, and says so',
      code: 'JSON.parse(botContext.askMaven())',
      gives: { rule: { actions: [] } },
      logs: 'no policy engine',
    },
  ],
}

let bench: Awaited<ReturnType<typeof openWorkbench>>
beforeAll(async () => {
  bench = await openWorkbench()
}, 60_000)

/** The value of the code comes back as the one line that the log had not before. */
async function valueAfter({ code, with: some }: Case): Promise<{ result: PanelResult; value: unknown }> {
  const told = `var ended = eval(${JSON.stringify(code)}); botContext.printDebugMessage('=' + JSON.stringify(ended === undefined ? null : ended))`
  // `for each` is no JavaScript, and so cannot be inside an eval.
  const source = code.includes('for each')
    ? code.replace(/(\w+)$/, "botContext.printDebugMessage('=' + JSON.stringify($1))")
    : told
  const result = await bench.run(source, { snapshot: snapshot(some) })
  const line = result.logs.find(({ text }) => text.startsWith('='))
  return { result, value: line && JSON.parse(line.text.slice(1)) }
}

for (const [name, cases] of Object.entries(CASES)) {
  describe(`integrations §4, ${name}`, () => {
    for (const one of cases) {
      it(one.it, async () => {
        const { result, value } = await valueAfter(one)
        expect(result.fault).toBeUndefined()
        if ('gives' in one) expect(value).toEqual(one.gives)
        if (one.does !== undefined) expect(result.effects).toEqual(one.does)
        if (one.logs !== undefined) expect(result.logs.map(({ text }) => text).join('\n')).toContain(one.logs)
      })
    }
  })
}

describe('the list of functions', () => {
  it('scripting A-70: every function of the list is there, and every one that is there is in the list', async () => {
    const { logs } = await bench.run(
      'botContext.printDebugMessage(Object.keys(botContext).filter(function (n) { return typeof botContext[n] === "function" }).sort().join())',
    )
    expect(logs[0]?.text).toBe([...SCRIPT_FUNCTIONS].sort().join())
  })

  it('every function has a case that says what it does', () => {
    for (const name of SCRIPT_FUNCTIONS) expect(CASES[name].length, name).toBeGreaterThan(0)
  })

  const reference = resolve(import.meta.dirname, '../../../../shared/reference/integrations-and-scripting.md')
  const text = readIfThere(reference)
  it.skipIf(text === undefined)(
    '§4: the reference names no function that is missing (skipped where the reference is absent)',
    () => {
      const section = text?.slice(text.indexOf('\n## 4.'), text.indexOf('### 4.9')) ?? ''
      const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Signature'))
      const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)\(/g)].map(([, name]) => name))
      expect(named.length).toBeGreaterThan(50)
      expect(named.filter((name) => !SCRIPT_FUNCTIONS.includes(name as ScriptFunction))).toEqual([])
    },
  )
})

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
