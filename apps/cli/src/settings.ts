import { type Config, parseConfig } from '@baton/server'
import { CommandFailed, EXIT } from './exitCodes.ts'

/** The environment as configuration. @throws CommandFailed that tells all problems at once */
export function readConfig(): Config {
  const parsed = parseConfig(process.env)
  if (parsed.ok) return parsed.value
  const lines = parsed.error.map(({ path, message }) => `  ${path}: ${message}`)
  throw new CommandFailed(['The configuration is not valid:', ...lines].join('\n'), EXIT.usage)
}

/** Where this machine reaches a server of this configuration. */
export function localUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Whether a Baton server answers there. */
export async function isRunning(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) })
    const body = (await answer.json()) as { status?: unknown }
    return answer.ok && body.status === 'alive'
  } catch {
    return false
  }
}
