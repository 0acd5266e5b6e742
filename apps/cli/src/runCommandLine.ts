import { CHANNELS, PAYLOAD_KINDS, PROFILES } from '@baton/content'
import { Command, CommanderError, Option } from 'commander'
import type { backup } from './backup.ts'
import type { importBot } from './bot/importBot.ts'
import type { PlayOptions } from './bot/play.ts'
import type { chat } from './chat.ts'
import type { ContentCheckOptions } from './contentCheck.ts'
import { CommandFailed, EXIT } from './exitCodes.ts'
import type { firstRun } from './firstRun.ts'
import type { TryOptions } from './integration/tryCommand.ts'

/**
 * The `baton` command. What a command is made of is loaded when it is called: who asks for help does not wait for a server.
 * @param words what came after its name
 * @returns the exit code
 */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.fine
  const program = new Command('baton')
    .description('An open-source, self-hosted conversational cloud.')
    .showHelpAfterError('(try `baton --help`)')
    .exitOverride()
    .addHelpText(
      'after',
      '\nVariables: PORT, HOST, DATA_DIR, PUBLIC_URL, SECRET_KEY, SECRET_KEY_FORMER, OUTBOUND_ALLOW, LOG_LEVEL, TRUST_PROXY',
    )
  const does = (perform: () => Promise<number>) => async () => {
    exitCode = await perform()
  }

  program
    .command('start')
    .description('run the server; its log goes to stderr')
    .option('--json', 'print the address and, at the first start, the admin token as one JSON object', false)
    .action(({ json }: { json: boolean }) => does(async () => (await import('./start.ts')).start({ json }))())
  program
    .command('first-run')
    .description('print a new link for the first administrator of a running server; exit 1 when there is one')
    .option('--url <address>', 'of the running server; default: this machine, PORT')
    .option('--json', 'print the result as one JSON object', false)
    .action((options: Parameters<typeof firstRun>[0]) =>
      does(async () => (await import('./firstRun.ts')).firstRun(options))(),
    )
  program
    .command('doctor')
    .description('look at configuration, database, clock, disk, port and messenger; exit 1 if something is wrong')
    .option('--json', 'one JSON object a line', false)
    .action(({ json }: { json: boolean }) => does(async () => (await import('./doctor.ts')).doctor({ json }))())
  program
    .command('chat')
    .description('be a consumer in the terminal')
    .option('--url <address>', 'of the server; default: this machine, PORT')
    .option('--account <id>', 'default: the first account, if its admin token is in DATA_DIR')
    .option('--entry-point <id>', 'default: the first entry point of the account')
    .option('--origin <origin>', 'page in whose name to come; default: the server itself')
    .option('--json', 'every event as one JSON object a line', false)
    .action((options: Parameters<typeof chat>[0]) => does(async () => (await import('./chat.ts')).chat(options))())
  program
    .command('backup')
    .description(
      'copy the whole database to a file, also while the server runs; of PostgreSQL: an archive as `export` makes it',
    )
    .argument('<file>', 'must not exist yet')
    .option('--url <address>', 'of the running server; default: this machine, PORT')
    .option('--json', 'print the result as one JSON object', false)
    .action((file: string, options: Parameters<typeof backup>[1]) =>
      does(async () => (await import('./backup.ts')).backup(file, options))(),
    )

  program
    .command('export')
    .description('write the whole installation to an archive, also while servers run')
    .argument('<file>', 'must not exist yet')
    .option('--json', 'print the result as one JSON object', false)
    .action((file: string, options: { json: boolean }) =>
      does(async () => (await import('./moving.ts')).exportArchive(file, options))(),
    )
  program
    .command('import')
    .description('read an archive into an empty installation, in DATABASE_URL or in DATA_DIR')
    .argument('<file>', 'as `export` made it, with the same release')
    .option('--json', 'print the result as one JSON object', false)
    .action((file: string, options: { json: boolean }) =>
      does(async () => (await import('./moving.ts')).importArchive(file, options))(),
    )

  addContentCommands(program, does)

  const bot = program.command('bot').description('read and play authored bots')
  bot
    .command('import')
    .description(
      "read a bot's file, of Baton or exported from LivePerson, and tell what is in it; exit 1 if it cannot be used",
    )
    .argument('<file>', 'of the bot')
    .option('--out <file>', 'write it as a file of Baton')
    .option('--domains <file>', 'domains that an exported bot names: a list with intents, their phrases and entities')
    .option('--json', 'print the report as one JSON object', false)
    .action((file: string, options: Parameters<typeof importBot>[1]) =>
      does(async () => (await import('./bot/importBot.ts')).importBot(file, options))(),
    )
  bot
    .command('play')
    .description('talk with a bot here, or play a file of turns; every output is one JSON object a line')
    .argument('<file>', 'of the bot, of Baton or exported from LivePerson')
    .option(
      '--turns <file>',
      'one JSON object a line: say, choose, location, file, event, advance; default: what is typed',
    )
    .option('--http <file>', 'a list of answers that services give: method, url (may hold *), status, headers, body')
    .addOption(
      new Option('--allow-host <host:port...>', 'that real calls may reach although it is private').default([], 'none'),
    )
    .option('--env <file>', 'environment variables as a JSON object')
    .option('--facts <file>', 'of the consumer: customerInfo, personalInfo, engagementAttributes, webViewVariables')
    .option('--domains <file>', 'domains that an exported bot names: a list with intents, their phrases and entities')
    .option(
      '--articles <file>',
      'that knowledge is searched in: a list of knowledgeBase, title, summary, detail, contentUrl',
    )
    .option('--policy <url>', 'where dynamic routing asks; answered by --http too')
    .option('--channel <name>', 'such as lp_web or lp_sms', 'lp_web')
    .option('--trace', 'print why it did so, and the variables after each turn', false)
    .action((file: string, options: PlayOptions) =>
      does(async () => (await import('./bot/play.ts')).play(file, options))(),
    )

  bot
    .command('export')
    .description("write a bot's file as LivePerson Conversation Builder exports it; exit 1 if it cannot be used")
    .argument('<file>', 'of the bot, of Baton or exported from LivePerson')
    .option('--out <file>', 'write it there; default: print it')
    .action((file: string, options: { out?: string }) =>
      does(async () => (await import('./bot/exportBot.ts')).writeExport(file, options))(),
    )

  addIntegrationCommands(program, does)

  try {
    await program.parseAsync([...words], { from: 'user' })
    return exitCode
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? EXIT.fine : EXIT.usage
    if (!(fault instanceof CommandFailed)) throw fault
    console.error(fault.message)
    return fault.exitCode
  }
}

function addIntegrationCommands(program: Command, does: (perform: () => Promise<number>) => () => Promise<void>): void {
  program
    .command('integration')
    .description('what bots call other systems with')
    .showHelpAfterError('(try `baton integration try --help`)')
    .command('try')
    .description(
      "run one integration of a bot's draft on a running server, with test values; exit 1 if it is no success",
    )
    .argument('<integration>', 'its id or name')
    .requiredOption('--bot <id>', 'id or name of the bot')
    .addOption(new Option('--set <name=value...>', 'a variable of the bot').default([], 'none'))
    .option('--variables <file>', 'variables of the bot as a JSON object')
    .option('--say <text>', 'what the consumer said last', 'try')
    .option('--file <path>', 'what a File integration brings to its service, in one attempt; 5 MB at the most')
    .option('--caption <text>', 'what the consumer writes with the file')
    .option('--url <address>', 'of the server; default: this machine, PORT')
    .option('--account <id>', 'default: the first account')
    .option('--json', 'print the result as one JSON object', false)
    .addHelpText(
      'after',
      '\nThe key is in BATON_TOKEN; default: the admin token in DATA_DIR. The call is real; secrets are masked.',
    )
    .action((integration: string, options: TryOptions) =>
      does(async () => (await import('./integration/tryCommand.ts')).tryCommand(integration, options))(),
    )
}

function addContentCommands(program: Command, does: (perform: () => Promise<number>) => () => Promise<void>): void {
  program
    .command('content')
    .description('structured content: cards, quick replies, metadata')
    .showHelpAfterError('(try `baton content check --help`)')
    .command('check')
    .description('say whether content is right for a channel, and all that is wrong with it')
    .argument('<file...>', 'JSON; - is the standard input')
    .addOption(new Option('--channel <name>', 'where it is to be shown').choices(CHANNELS).default('web'))
    .addOption(new Option('--kind <kind>', 'what the files hold').choices(PAYLOAD_KINDS).default('body'))
    .addOption(
      new Option('--profile <profile>', 'strict: the channel’s schema alone; recommended: the published guidance too')
        .choices(PROFILES)
        .default('recommended'),
    )
    .option('--at <time>', 'compare start times with this one, such as 2030-02-19T08:30:00Z; default: they are not')
    .option('--image-hosts <file>', 'hosts that pictures may come from: a JSON list, or one a line; default: any')
    .option('--max-bytes <number>', 'most bytes of a payload as JSON; default: 15000')
    .option('--json', 'one JSON object a line, which is the only way')
    .addHelpText(
      'after',
      '\nPrints {"file", "valid", "problems": [{"path", "rule", "message", "severity"?}]} for each file.\n' +
        'Exit code 0: all are valid; 1: one is not; 2: called wrongly, or a file cannot be read.',
    )
    .action((files: string[], options: ContentCheckOptions) =>
      does(async () => (await import('./contentCheck.ts')).contentCheck(files, options))(),
    )
}
