import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../support/barriers.ts'
import { launchChromium, takeScreenshot } from '../support/browser.ts'
import { type Desk, sitAtDesk } from '../support/desk.ts'
import { goOnTo } from '../support/goOnTo.ts'
import { type ScriptedBot, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
const ARABIC = 'قهوة الصباح'
const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>'
const MANY = 120

let bot: ScriptedBot
let server: RunningServer
let browser: Browser
let shop: Shop
let desk: Desk
let page: Page
const alerts: string[] = []

beforeAll(async () => {
  bot = await startScriptedBot()
  server = await startServer()
  shop = await openShop(server, { botUrl: bot.url })
  const home = `/accounts/${shop.account}`
  for (let n = 1; n <= MANY; n++) {
    await shop.admin.create(`${home}/skills`, { name: `Skill ${n}` })
  }
  for (const name of [LONG, ARABIC, MARKUP]) {
    const { id } = await shop.admin.create<{ id: number }>(`${home}/skills`, { name, description: name })
    await shop.admin.create(`${home}/people`, { fullName: name, nickname: name, skillIds: [id] })
    const config = { baseUrl: bot.url, botId: 'scripted' }
    await shop.admin.create(`${home}/bots`, { name, nickname: name, skillIds: [id], config })
    const entry = {
      id: `e${id}`,
      name,
      skillId: id,
      title: name,
      origins: [`https://${'long-'.repeat(12)}shop.example`],
    }
    await shop.admin.create(`${home}/entry-points`, entry)
    const facts = { clientId: name, authUrl: 'https://id.example/auth', tokenUrl: 'https://id.example/token' }
    await shop.admin.create(`${home}/credentials`, { name, kind: 'oauthCode', facts, secrets: { clientSecret: 'x' } })
    await shop.admin.create(`${home}/keys`, { name, scopes: ['readSkills', 'readPeople'] })
  }
  browser = await launchChromium()
  desk = await sitAtDesk(browser, shop, { nickname: 'Root', role: 'admin', skills: [] })
  page = desk.page
  await page.emulateMedia({ reducedMotion: 'reduce' })
  page.on('dialog', (dialog) => {
    if (dialog.type() === 'alert') alerts.push(dialog.message())
    void dialog.dismiss()
  })
})
afterAll(async () => {
  await browser?.close()
  await bot?.stop()
  await server?.stop()
})

/** Every address of the administration, with something in it. */
const ADDRESSES = [
  'people',
  'people/new',
  'people/:person',
  'bots',
  'bots/new',
  'bots/:bot',
  'skills',
  'skills/new',
  'skills/:skill',
  'entry-points',
  'entry-points/new',
  'entry-points/:entryPoint',
  'routing',
  'image-hosts',
  'access',
  'credentials',
  'credentials/new',
  'credentials/:credential',
  'keys',
  'keys/new',
  'account',
  'changes',
  'live',
] as const

/** Under this address, with the longest names where it is about one thing. */
async function pathOf(address: string): Promise<string> {
  const home = `/accounts/${shop.account}`
  const named = async (what: string) =>
    (await shop.admin.list<{ id: string | number; name?: string; fullName?: string }>(`${home}/${what}`)).find(
      ({ name, fullName }) => (name ?? fullName) === LONG,
    )?.id
  const ids: Record<string, string> = {
    person: 'people',
    bot: 'bots',
    skill: 'skills',
    entryPoint: 'entry-points',
    credential: 'credentials',
  }
  const [, which] = /:(\w+)/.exec(address) ?? []
  const id = which === undefined ? '' : String(await named(ids[which] ?? ''))
  return `/workspace/${address.replace(/:\w+/, id)}`
}

const isShown = async () => {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

async function open(address: string): Promise<void> {
  await page.goto(server.url + (await pathOf(address)))
  await isShown()
}

/** In the page that is loaded already. */
async function goOn(address: string): Promise<void> {
  await goOnTo(page, await pathOf(address))
  await isShown()
}

/** In CSS pixels, how much wider than its window the page is. */
const overflow = () =>
  page.evaluate(() => {
    const content = document.querySelector('#content')
    return Math.max(0, (content?.scrollWidth ?? 0) - (content?.clientWidth ?? 0))
  })

/** Shows the choices of the screen's first field that has a list of them, and points at one. */
async function openDropdown(): Promise<void> {
  const field = page.locator('#content').getByRole('combobox').and(page.locator('input')).first()
  if (!(await field.isVisible())) return
  await field.click()
  await page.getByRole('listbox').filter({ visible: true }).waitFor()
  await page.keyboard.press('ArrowDown')
}

async function look(as: { dark: boolean; language: 'en' | 'de'; width: number; compact?: boolean }): Promise<void> {
  await page.setViewportSize({ width: as.width, height: 900 })
  const wished = {
    theme: as.dark ? 'dark' : 'light',
    language: as.language,
    density: as.compact ? 'compact' : 'comfortable',
  }
  await page.goto(`${server.url}/workspace/me`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  // As the person's own page does it: kept with the profile, so that every load has it.
  await page.evaluate(async (preferences) => {
    const session = (await (await fetch('/api/v1/session')).json()) as { csrf: string }
    const headers = { 'content-type': 'application/json', 'x-baton-csrf': session.csrf }
    await fetch('/api/v1/me', { method: 'PUT', headers, body: JSON.stringify(preferences) })
  }, wished)
}

describe('every screen of the administration', () => {
  it.each([
    { dark: false, language: 'en', width: 1280 } as const,
    { dark: true, language: 'de', width: 320 } as const,
    { dark: true, language: 'en', width: 768, compact: true } as const,
  ])('keeps nobody out, with the longest names: $width px, dark $dark, $language', async (as) => {
    await look(as)
    const found: string[] = []
    for (const [index, address] of ADDRESSES.entries()) {
      // Each opens by itself once.
      await (as.dark && index > 0 ? goOn(address) : open(address))
      if (as.dark) await openDropdown()
      found.push(...(await findBarriers(page)).map((barrier) => `${address}: ${barrier}`))
      await page.keyboard.press('Escape')
      const wider = await overflow()
      if (wider > 0) found.push(`${address}: ${wider} px wider than its window`)
      await takeScreenshot(page, `administration-${address.replace(/[/:]/g, '-')}-${as.width}`)
    }
    expect(found).toEqual([])
  })

  it('shows markup in names as text', async () => {
    await look({ dark: false, language: 'en', width: 1280 })
    for (const address of ['people', 'bots', 'skills', 'entry-points', 'credentials', 'keys', 'changes']) {
      await open(address)
      if (address === 'skills') await page.getByRole('searchbox').fill('<IMG')
      await page.getByText(MARKUP).locator('visible=true').first().waitFor()
    }
    const popup = page.waitForEvent('popup')
    await open('entry-points')
    await page.getByRole('link', { name: MARKUP }).click()
    await page.getByRole('link', { name: /^Try it out/ }).click()
    const live = await popup
    live.on('dialog', (dialog) => void alerts.push(dialog.message()))
    await live.getByRole('heading', { name: MARKUP }).waitFor()
    await live.close()
    expect(alerts).toEqual([])
  })
})

describe('a list', () => {
  it('is read page by page, and searched', async () => {
    await open('skills')
    const rows = page.getByRole('row')
    expect(await rows.count()).toBe(51) // with the head
    await page.getByRole('button', { name: 'Show more' }).click()
    await expect.poll(() => rows.count()).toBe(101)
    await page.getByRole('searchbox', { name: 'Search' }).fill('skill 11')
    await expect.poll(() => rows.count()).toBe(12) // 11, 110 to 119
    await page.getByRole('searchbox', { name: 'Search' }).fill('nothing like it')
    await page.getByText('Nothing is called “nothing like it”.').waitFor()
  })

  it('says that the server is gone, and loads when it is back', async () => {
    await open('routing')
    await page.route('**/api/v1/accounts/*/skills?*', (route) => route.abort())
    await page.getByRole('link', { name: 'Skills', exact: true }).click()
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    await takeScreenshot(page, 'administration-server-gone')
    expect(await findBarriers(page)).toEqual([])
    await page.unroute('**/api/v1/accounts/*/skills?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('link', { name: 'Counter', exact: true }).waitFor()
  })
})

describe('a form', () => {
  it('asks before words that were not saved are lost, by a link and by going back', async () => {
    await open('skills')
    await page.getByRole('link', { name: 'New skill' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Half a thought')
    await page.getByRole('link', { name: 'Routing' }).click()
    const question = page.getByRole('dialog', { name: 'Leave without saving?' })
    await question.waitFor()
    expect(await findBarriers(page)).toEqual([])
    await question.getByRole('button', { name: 'Stay' }).click()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Half a thought')
    await page.goBack()
    await question.waitFor()
    await question.getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('heading', { name: 'Skills', level: 1 }).waitFor()
  })

  it('leads to the field that the server refuses, and is done by keyboard alone', async () => {
    await open('skills/new')
    await page.getByLabel('Name', { exact: true }).focus()
    await page.keyboard.type('Counter')
    await page.keyboard.press('Enter')
    await page.getByText('This name is taken.').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true')
    await page.keyboard.type(' two')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Counter two', level: 1 }).waitFor()
  })

  it('invites somebody by a link that can be copied, resets, signs out everywhere, and switches off', async () => {
    await open('people/new')
    await page.getByLabel('Full name').fill('Ben Ober')
    expect(await page.getByLabel('Name that consumers see').inputValue()).toBe('Ben')
    await page.getByLabel('E-mail address').fill('ben@example.com')
    await page.getByRole('button', { name: 'Invite' }).click()
    await page.getByRole('heading', { name: 'Ben Ober is invited' }).waitFor()
    const link = await page.getByLabel('Link for Ben Ober').inputValue()
    await takeScreenshot(page, 'administration-invited')
    const theirs = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await theirs.goto(link)
    await theirs.getByLabel('New password').fill('a cup of something warm')
    await theirs.getByRole('button', { name: 'Join' }).click()
    await theirs.getByRole('navigation', { name: 'Main' }).waitFor()

    await page.getByRole('link', { name: 'To the list' }).click()
    await page.getByRole('searchbox').fill('ben')
    await page.getByRole('link', { name: 'Ben Ober' }).click()
    await page.getByText('Signed in at 1 place.').waitFor()
    await page.getByRole('button', { name: 'Make a link for a new password' }).click()
    expect(await page.getByLabel('Link for Ben Ober').inputValue()).toMatch(/\/workspace\/links\//)
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByText('Signed out everywhere.').waitFor()
    await theirs.getByText('You were signed out.').waitFor()
    await page.getByRole('button', { name: 'Switch off' }).click()
    await takeScreenshot(page, 'administration-switch-off')
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
    await page.getByRole('button', { name: 'Switch on' }).waitFor()
    await theirs.close()
  })

  it('shows a key once, with what it may do, and deletes it', async () => {
    await open('keys/new')
    await page.getByRole('button', { name: 'Make the key' }).click()
    await page.getByText('Choose at least one.').waitFor()
    await page.getByLabel('What it is for').fill('Nightly export')
    await page.getByLabel('Export conversations').check()
    await page.getByRole('button', { name: 'Make the key' }).click()
    const key = await page.getByLabel('Nightly export').inputValue()
    expect(key).toMatch(/^baton_/)
    await page.getByRole('link', { name: 'I have kept it' }).click()
    await page.getByText('Nightly export').waitFor()
    expect(await page.content()).not.toContain(key)
    await page.getByRole('button', { name: 'Delete Nightly export' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('rowheader', { name: /Nightly export/ }).waitFor({ state: 'detached' })
  })

  it('keeps a credential and never shows its secret again; changing where it is shown asks for it anew', async () => {
    await open('credentials/new')
    await page.getByLabel('Kind').selectOption('Name and password')
    await page.getByLabel('Name', { exact: true }).first().fill('Till')
    await page.getByLabel('Name', { exact: true }).last().fill('ada')
    await page.getByLabel('Password', { exact: true }).fill('the-word-nobody-reads')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('heading', { name: 'Till', level: 1 }).waitFor()
    expect(await page.content()).not.toContain('the-word-nobody-reads')
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
    await page.getByText('Nobody.', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Add a host' }).click()
    await page.getByLabel('Shown to 1').fill('till.example')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Enter the secret again when you change where it is shown.').waitFor()
    await page.getByLabel('Password', { exact: true }).fill('another-word')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
    await page.getByRole('button', { name: 'Delete this credential' }).click()
    await takeScreenshot(page, 'administration-credential-delete')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'Credentials', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Till' }).waitFor({ state: 'detached' })
  })

  it('gives consent at another service and comes back with it', async () => {
    const provider = createServer()
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done))
    const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
    const client = { client_id: 'baton', client_secret: 'provided', redirect_uris: [`${server.url}/oauth/callback`] }
    const oauth = new Provider(issuer, {
      clients: [{ ...client, grant_types: ['authorization_code', 'refresh_token'] }],
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
      issueRefreshToken: async () => true,
      cookies: { keys: ['for this test'] },
    })
    provider.on('request', oauth.callback())
    await open('credentials/new')
    await page.getByLabel('Kind').selectOption('OAuth: by consent')
    await page.getByLabel('Name', { exact: true }).fill('Calendar')
    await page.getByLabel('Client id').fill('baton')
    await page.getByLabel('Address where consent is given').fill(`${issuer}/auth`)
    await page.getByLabel('Address where tokens are given').fill(`${issuer}/token`)
    await page.getByLabel('Scope').fill('openid')
    await page.getByLabel('Client secret').fill('provided')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('Nobody has given consent yet.').waitFor()
    expect(await page.getByLabel('Address to come back to').inputValue()).toBe(`${server.url}/oauth/callback`)
    await page.getByRole('button', { name: 'Give consent' }).click()
    await page.locator('input[name=login]').fill('ada')
    await page.locator('input[name=password]').fill('any')
    await page.locator('button[type=submit]').click()
    await page.locator('button[type=submit]').filter({ hasText: 'Continue' }).click()
    await page.getByText(/^Given: /).waitFor()
    await takeScreenshot(page, 'administration-consent-given')
    expect(await findBarriers(page)).toEqual([])
    provider.closeAllConnections()
    provider.close()
  })
})
