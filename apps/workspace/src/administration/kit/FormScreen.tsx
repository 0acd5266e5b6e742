import '../admin.css'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from '../../base/router.tsx'
import { Icon } from '../../shell/Icon.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { LeaveGuard } from './LeaveGuard.tsx'
import type { Form } from './useForm.ts'

type FormScreenProps<T> = {
  title: string
  hint?: ReactNode
  /** Where the list is; absent: there is none. */
  back?: { readonly to: string; readonly title: string }
  form: Form<T>
  /** Of the button; absent: save. */
  action?: string
  /** Above the form: what it is there for, once it is there. */
  before?: ReactNode
  children: ReactNode
  /** Below the form, with buttons of their own. */
  after?: ReactNode
}

/** One thing to be set up: its fields, and a bar that says whether they are saved. */
export function FormScreen<T>({ title, hint, back, form, action, before, children, after }: FormScreenProps<T>) {
  const texts = useAdminTexts()
  const { isDirty, isBusy, told } = form
  return (
    <div className="admin">
      <div className="admin-head">
        {back !== undefined && (
          <Link to={back.to} className="admin-back">
            <Icon of="back" size={16} />
            {back.title}
          </Link>
        )}
        <h1 dir="auto">{title}</h1>
        {hint !== undefined && <p className="quiet">{hint}</p>}
      </div>
      {before}
      <form className="admin-form" onSubmit={form.submit} noValidate>
        {children}
        <div className="admin-bar" data-dirty={isDirty}>
          <Button type="submit" loading={isBusy}>
            {action ?? texts.save}
          </Button>
          {isDirty && (
            <Button variant="default" onClick={form.discard}>
              {texts.discard}
            </Button>
          )}
          <div role="status" className="admin-told">
            {told !== undefined &&
              ('good' in told ? (
                <span className="admin-good">{told.good}</span>
              ) : (
                <span className="admin-bad">{told.bad}</span>
              ))}
            {told === undefined && isDirty && <span className="quiet">{texts.notSaved}</span>}
          </div>
        </div>
      </form>
      {after}
      <LeaveGuard isDirty={isDirty} isSettled={form.isSettled} />
    </div>
  )
}

type PartProps = { title: string; hint?: ReactNode; children: ReactNode; className?: string }

/** Fields that belong together. */
export function Part({ title, hint, children, className = '' }: PartProps) {
  return (
    <section className={`admin-part ${className}`}>
      <div className="admin-part-head">
        <h2>{title}</h2>
        {hint !== undefined && <p className="quiet">{hint}</p>}
      </div>
      <div className="admin-fields">{children}</div>
    </section>
  )
}
