import { useMemo } from 'react'
import { Link } from '../../base/router.tsx'
import { type Asked, useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { FormScreen, Part } from '../kit/FormScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { SwitchPart } from '../kit/SwitchPart.tsx'
import { useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { DeleteSkill } from './DeleteSkill.tsx'
import { SkillFields } from './SkillFields.tsx'
import { type Skill, type SkillUses, skill, skillUses } from './skill.ts'
import { checkSkill, type SkillValues, toBody, toValues } from './skillValues.ts'

export function OneSkill({ id }: { id: string }) {
  const { api, home } = useSession()
  const path = `${home}/skills/${encodeURIComponent(id)}`
  const asked = useAsked(() => api.get(path, skill), [path])
  const uses = useAsked(() => api.get(`${path}/uses`, skillUses), [path])
  return (
    <Loaded asked={asked} back="skills">
      {(found) => <SkillForm found={found} uses={uses} path={path} onChanged={asked.again} />}
    </Loaded>
  )
}

type SkillFormProps = { found: Skill; uses: Asked<SkillUses>; path: string; onChanged: () => void }

function SkillForm({ found, uses, path, onChanged }: SkillFormProps) {
  const texts = useAdminTexts()
  const { api } = useSession()
  const check = useMemo(() => checkSkill(texts), [texts])
  const form = useForm<SkillValues>({
    initial: toValues(found),
    check,
    async save(values) {
      await api.patch(path, toBody(values, null), skill)
      onChanged()
    },
  })
  const { id, name, enabled } = found
  const named = uses.data?.errorsOf ?? []
  const isRenamed = form.values.name.trim() !== name && named.length > 0
  return (
    <FormScreen
      title={name}
      hint={
        <>
          {fill(texts.number, { id })}
          {!enabled && ` · ${texts.skillIsOff}`}
        </>
      }
      back={{ to: 'skills', title: texts.skills }}
      form={form}
      after={
        <>
          {uses.data !== undefined && <Uses uses={uses.data} />}
          <SwitchPart
            isOn={enabled}
            question={fill(texts.offSkill, { name })}
            offHint={texts.skillIsOff}
            effects={() => (
              <>
                <p>{texts.offSkillHint}</p>
                {uses.data !== undefined && <UseFacts uses={uses.data} />}
              </>
            )}
            onSwitch={async (isOn) => {
              await api.patch(path, { enabled: isOn }, skill)
              onChanged()
            }}
          />
          <DeleteSkill name={name} path={path} />
        </>
      }
    >
      <SkillFields form={form} ownId={id} />
      {isRenamed && (
        <p className="notice waiting" role="status">
          {fill(texts.renameHint, { names: named.map((bot) => bot.name).join(', ') })}
        </p>
      )}
    </FormScreen>
  )
}

function Uses({ uses }: { uses: SkillUses }) {
  const texts = useAdminTexts()
  return (
    <Part title={texts.uses}>
      <UseFacts uses={uses} />
    </Part>
  )
}

function UseFacts({ uses }: { uses: SkillUses }) {
  const texts = useAdminTexts()
  const { people, bots, errorsOf, entryPoints, open, waiting } = uses
  return (
    <dl className="admin-facts">
      <Names title={texts.usesPeople} of={people} to="people" none={texts.nobodyHere} />
      <Names title={texts.usesBots} of={bots} to="bots" none={texts.nothingUses} />
      <Names title={texts.usesErrors} of={errorsOf} to="bots" none={texts.nothingUses} />
      <Names title={texts.usesEntryPoints} of={entryPoints} to="entry-points" none={texts.nothingUses} />
      <div>
        <dt>{texts.usesOpen}</dt>
        <dd className="tabular">{open}</dd>
      </div>
      <div>
        <dt>{texts.usesWaiting}</dt>
        <dd className="tabular">{waiting}</dd>
      </div>
    </dl>
  )
}

type NamesProps = { title: string; of: SkillUses['people']; to: string; none: string }

function Names({ title, of, to, none }: NamesProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd dir="auto">
        {of.length === 0 ? <span className="quiet">{none}</span> : null}
        {of.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <Link to={`${to}/${encodeURIComponent(id)}`}>{name}</Link>
          </span>
        ))}
      </dd>
    </div>
  )
}
