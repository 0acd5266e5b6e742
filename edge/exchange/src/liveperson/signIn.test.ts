import type { JsonObject } from '@baton/base'
import { describe, expect, it } from 'vitest'
import { importExport } from './importExport.ts'
import { exportedBot } from './testing/exportedBot.ts'

/** A bank whose bot sends a link to sign in at, and shows its service the token that comes of it. */
const bank = ({ header = 'Bearer {$botContext.cidp_accessToken}', globals = '' } = {}): JsonObject =>
  exportedBot({
    globals,
    responder: [
      {
        ...{ chatbotId: 'bot-1', id: 'balance', name: 'Balance', integrationType: 'API', method: 'GET' },
        ...{ webhook: 'https://bank.example/me', headers: [{ key: 'Authorization', value: header }] },
        ...{ responseDataVariable: 'Balance', customDataFields: [] },
      },
    ],
    dialogs: [
      {
        name: 'Sign in',
        type: 'FALLBACK_DIALOG',
        interactions: [
          {
            name: 'Link',
            type: 'TEXT',
            tile: { text: 'Sign in at {$botContext.external_auth_url}: {$botContext.external_auth_url}' },
          },
          {
            name: 'Ask',
            type: 'API_INTEGRATION',
            more: {
              content: { responderId: 'balance', responderName: 'Balance' },
              preProcessMessage: "// external_auth_url\nvar t = botContext.getWebViewVariable('cidp_accessToken');",
            },
          },
        ],
      },
    ],
  })

const told = (file: JsonObject) => importExport(JSON.stringify(file)).findings.filter(({ code }) => code === 'W-SIGNIN')

describe('a bot that signs its consumers in during the conversation', () => {
  it('scripting 2.4, export §14.2: comes in, and its author is told at each place why that stays empty and what does it here', () => {
    const file = bank()
    expect(importExport(JSON.stringify(file)).definition).toBeDefined()
    expect(
      told(file).map(({ jsonPointer, interaction, severity }) => ({ jsonPointer, interaction, severity })),
    ).toEqual([
      { severity: 'W', jsonPointer: '/conversationMessage/1/preProcessMessage', interaction: 'Ask' },
      {
        ...{ severity: 'W', interaction: 'Link' },
        jsonPointer: '/conversationMessage/0/content/results/tile/tileData/0/text',
      },
      { severity: 'W', jsonPointer: '/responder/0/headers/0/value', interaction: undefined },
    ])
    for (const { message } of told(file))
      expect(message).toMatch(/^"(?:cidp_accessToken|external_auth_url)" stays empty.*consumerToken/)
  })

  it.each([
    ['in a template text', 'var go = `see external_auth_url`'],
    ['as a name of its own', 'var external_auth_url = 1'],
    ['as a member', 'var x = {}; x.cidp_accessToken = 2'],
    ['in code that does not compile', 'if (cidp_refreshToken'],
  ])('scripting 2.4: finds the name %s of the global functions', (_how, globals) => {
    const found = told(bank({ header: 'x', globals })).map(({ jsonPointer }) => jsonPointer)
    expect(found).toContain('/globalFunctions/methods')
  })

  it('is silent of comments, of names that are alike, and of a bot without any of it', () => {
    const globals = '/* cidp_accessToken */ var external_auth_urls = "my_cidp_token"'
    expect(told(bank({ header: 'x', globals })).map(({ jsonPointer }) => jsonPointer)).not.toContain(
      '/globalFunctions/methods',
    )
  })
})
