import type { EndpointConfig } from './endpointConfig.ts'

/** Addresses of a bot's service (connector R2.1); every part that is not ours is percent-encoded. */
export function environmentsUrl({ baseUrl, botId }: EndpointConfig): string {
  return `${baseUrl}/v1/bots/${encodeURIComponent(botId)}/environments`
}

export function stateUrl(config: EndpointConfig): string {
  return `${environmentsUrl(config)}/${encodeURIComponent(config.environment)}/state`
}

export function conversationUrl(config: EndpointConfig, conversationId: string): string {
  const environment = encodeURIComponent(config.environment)
  return `${environmentsUrl(config)}/${environment}/conversations/${encodeURIComponent(conversationId)}`
}
