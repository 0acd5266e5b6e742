import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { AccountScreen } from './AccountScreen.tsx'
import { type AccessValues, checkAccess, toAccessBody, toAccessValues } from './accessValues.ts'
import { ConsumerFields, ConsumerSnippet } from './ConsumerFields.tsx'
import { ProviderFields } from './ProviderFields.tsx'

/** How people of the brand and consumers show who they are. */
export default function Access() {
  const texts = useAdminTexts()
  return (
    <AccountScreen<AccessValues>
      title={texts.access}
      hint={texts.accessPageHint}
      toValues={toAccessValues}
      check={checkAccess(texts)}
      toBody={toAccessBody}
      after={({ consumerSignIn }) => consumerSignIn !== undefined && <ConsumerSnippet />}
    >
      {(form, found) => (
        <>
          <ProviderFields form={form} isKept={found.oidc !== undefined} />
          <ConsumerFields form={form} />
        </>
      )}
    </AccountScreen>
  )
}
