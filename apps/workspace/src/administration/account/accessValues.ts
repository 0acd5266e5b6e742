import { filled } from '../kit/ListEditor.tsx'
import type { Complaints } from '../kit/useForm.ts'
import type { Role } from '../people/person.ts'
import type { AdminTexts } from '../texts/en.ts'
import type { Account } from './account.ts'

/** As the fields hold it: what is switched off keeps its words until the page is left. */
export interface AccessValues {
  readonly hasProvider: boolean
  readonly issuer: string
  readonly clientId: string
  /** Empty: the one that is kept. */
  readonly clientSecret: string
  readonly buttonName: string
  readonly domains: readonly string[]
  readonly autoCreate: Role | ''
  readonly hasConsumers: boolean
  readonly tokenIssuer: string
  readonly audience: string
  readonly source: 'jwks' | 'pem'
  readonly jwksUrl: string
  readonly pem: string
}

export const toAccessValues = ({ oidc, consumerSignIn }: Account): AccessValues => ({
  hasProvider: oidc !== undefined,
  issuer: oidc?.issuer ?? '',
  clientId: oidc?.clientId ?? '',
  clientSecret: '',
  buttonName: oidc?.name ?? '',
  domains: oidc?.allowedDomains ?? [],
  autoCreate: oidc?.autoCreateRole ?? '',
  hasConsumers: consumerSignIn !== undefined,
  tokenIssuer: consumerSignIn?.issuer ?? '',
  audience: consumerSignIn?.audience ?? '',
  source: consumerSignIn?.publicKeyPem === undefined ? 'jwks' : 'pem',
  jwksUrl: consumerSignIn?.jwksUrl ?? '',
  pem: consumerSignIn?.publicKeyPem ?? '',
})

export function toAccessBody(values: AccessValues): object {
  const { hasProvider, hasConsumers, autoCreate, clientSecret, source } = values
  const domains = filled(values.domains)
  const oidc = {
    issuer: values.issuer.trim(),
    clientId: values.clientId.trim(),
    name: values.buttonName.trim(),
    ...(clientSecret !== '' && { clientSecret }),
    ...(domains.length > 0 && { allowedDomains: domains }),
    ...(autoCreate !== '' && { autoCreateRole: autoCreate }),
  }
  const consumerSignIn = {
    issuer: values.tokenIssuer.trim(),
    audience: values.audience.trim(),
    ...(source === 'jwks' ? { jwksUrl: values.jwksUrl.trim() } : { publicKeyPem: values.pem.trim() }),
  }
  return { oidc: hasProvider ? oidc : null, consumerSignIn: hasConsumers ? consumerSignIn : null }
}

export function checkAccess(texts: AdminTexts): (values: AccessValues) => Complaints {
  const needed = (text: string) => (text.trim() === '' ? texts.required : undefined)
  const address = (text: string) => (/^https?:\/\/\S+$/.test(text.trim()) ? undefined : texts.addressWrong)
  return (values) => ({
    ...(values.hasProvider && {
      '/oidc/issuer': address(values.issuer),
      '/oidc/clientId': needed(values.clientId),
      '/oidc/name': needed(values.buttonName),
    }),
    ...(values.hasConsumers && {
      '/consumerSignIn/issuer': needed(values.tokenIssuer),
      '/consumerSignIn/audience': needed(values.audience),
      '/consumerSignIn/jwksUrl': values.source === 'jwks' ? address(values.jwksUrl) : undefined,
      '/consumerSignIn/publicKeyPem': values.source === 'pem' ? needed(values.pem) : undefined,
    }),
  })
}
