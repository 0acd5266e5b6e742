import { Command, CommanderError } from 'commander'
import { backup } from './backup.ts'
import { chat } from './chat.ts'
import { doctor } from './doctor.ts'
import { CommandFailed, EXIT } from './exitCodes.ts'
import { firstRun } from './firstRun.ts'
import { start } from './start.ts'

/**
 * The `baton` command.
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
      '\nVariables: PORT, HOST, DATA_DIR, PUBLIC_URL, SECRET_KEY, OUTBOUND_ALLOW, LOG_LEVEL, TRUST_PROXY',
    )
  const does = (perform: () => Promise<number>) => async () => {
    exitCode = await perform()
  }

  program
    .command('start')
    .description('run the server; its log goes to stderr')
    .option('--json', 'print the address and, at the first start, the admin token as one JSON object', false)
    .action(({ json }: { json: boolean }) => does(() => start({ json }))())
  program
    .command('first-run')
    .description('print a new link for the first administrator of a running server; exit 1 when there is one')
    .option('--url <address>', 'of the running server; default: this machine, PORT')
    .option('--json', 'print the result as one JSON object', false)
    .action((options: Parameters<typeof firstRun>[0]) => does(() => firstRun(options))())
  program
    .command('doctor')
    .description('look at configuration, database, clock, disk, port and messenger; exit 1 if something is wrong')
    .option('--json', 'one JSON object a line', false)
    .action(({ json }: { json: boolean }) => does(() => doctor({ json }))())
  program
    .command('chat')
    .description('be a consumer in the terminal')
    .option('--url <address>', 'of the server; default: this machine, PORT')
    .option('--account <id>', 'default: the first account, if its admin token is in DATA_DIR')
    .option('--entry-point <id>', 'default: the first entry point of the account')
    .option('--origin <origin>', 'page in whose name to come; default: the server itself')
    .option('--json', 'every event as one JSON object a line', false)
    .action((options: Parameters<typeof chat>[0]) => does(() => chat(options))())
  program
    .command('backup')
    .description('copy the whole database to a file, also while the server runs')
    .argument('<file>', 'must not exist yet')
    .option('--url <address>', 'of the running server; default: this machine, PORT')
    .option('--json', 'print the result as one JSON object', false)
    .action((file: string, options: Parameters<typeof backup>[1]) => does(() => backup(file, options))())

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
