import { CommanderError, Command as Program } from 'commander'
import { type Command, needsWords } from '../commands/command.ts'
import { PaperboyError } from '../lib/errors.ts'

/** What the command line can set going; each comes back with the exit code. */
export type Actions = {
  /** No arguments: the adapters that have credentials, or a chat. */
  start(): Promise<number>
  /** One command; `words` are `undefined` when none were given. */
  run(command: Command, words: string | undefined, options: { json: boolean }): Promise<number>
  /** Writes papers to standard output. */
  exportPapers(options: { format: string; words: string }): Promise<number>
  /** Adds papers from files, or from standard input for `-`. */
  ingest(files: readonly string[], options: { date?: string; fetchAbstracts?: true }): Promise<number>
  /** Fetches new papers of one source, or of all that are set. */
  sync(source: string | undefined, options: { since?: string }): Promise<number>
  /** Lists, fetches or verifies the models of this machine; a name is as behind `local:` in EMBEDDING_MODEL. */
  models(what: 'list' | 'fetch' | 'verify', name?: string): Promise<number>
  /** Copies the database into another one, at this address. */
  move(options: { to: string }): Promise<number>
  /** Serves the assistant that started this process, over standard input and output. */
  mcp(): Promise<number>
  /** Sends one mail to an address, and says what the server thought of it. */
  mailTest(address: string): Promise<number>
  /** Erases everything that is kept of an address. */
  mailForget(address: string): Promise<number>
  /** Writes what people thought of answers as JSON Lines. */
  exportFeedback(options: { since?: string; out?: string }): Promise<number>
}

/** The exit code for a command line that cannot be understood. */
export const wrongUsage = 2

/** Left out of the menus of chats, since they are for operators. */
const forOperators: ReadonlySet<string> = new Set(['feedback', 'remove'])

export type ProgramOptions = {
  commands: readonly Command[]
  version: string
  /** Loaded when something is to be done, so that help and wrong usage do not wait for it. */
  loadActions: () => Promise<Actions>
}

/**
 * Reads a command line and does what it says: one subcommand for each command definition, and the operator's own.
 *
 * @param words what stands behind the program's name
 * @returns the exit code; wrong usage is told in one line on standard error
 */
export async function runCommandLine(
  words: readonly string[],
  { commands, version, loadActions }: ProgramOptions,
): Promise<number> {
  if (words.length === 0) return (await loadActions()).start()
  let exitCode = 0
  const program = new Program('paperboy')
    .usage('[command] [words]')
    .description('Ask research papers questions. Without a command: opens a chat.')
    .version(version)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(`${usageLine(message)}\n`) })
    .addHelpText('after', exampleLines(commands.filter(({ hidden }) => !hidden).slice(0, 3)))
  for (const command of commands) {
    const subcommand = program
      .command(command.name, { hidden: command.hidden === true && !forOperators.has(command.name) })
      .description(command.summary)
      .option('--json', jsonSummary(command))
      .addHelpText('after', exampleLines([command]))
    const [option] = command.options
    if (option) subcommand.argument(`[${option.name}...]`, option.summary)
    const flags = command.options.filter(({ lead }) => lead?.startsWith('--'))
    for (const { name, lead, summary, kind } of flags)
      subcommand.option(kind === 'flag' ? `${lead}` : `${lead} <${name}>`, summary)
    subcommand.action(async () => {
      const { json = false, ...given } = subcommand.opts<{ json?: boolean } & Record<string, unknown>>()
      const said = flags.flatMap(({ name, lead }) =>
        given[name] === undefined ? [] : [given[name] === true ? `${lead}` : `${lead} ${given[name]}`],
      )
      const all = [...subcommand.args, ...said]
      const words = all.length > 0 ? all.join(' ') : undefined
      exitCode = await (await loadActions()).run(command, words, { json })
    })
  }
  program
    .command('ingest')
    .description(
      'Add papers from files: BibTeX, RIS, PubMed, EndNote, Zotero, CSV, JSON, feeds, a pasted page',
    )
    .argument('<files...>', 'files or folders, or - for standard input')
    .option('--date <day>', 'the day the papers were featured, such as 2025-03-13')
    .option(
      '--fetch-abstracts',
      'fetch abstracts missing from the files, by id, from arXiv, PubMed, Crossref, Semantic Scholar, OpenReview',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  paperboy ingest library.bib\n  paperboy ingest exports/ papers.jsonl.gz',
    )
    .action(async (files: string[], options: { date?: string; fetchAbstracts?: true }) => {
      exitCode = await (await loadActions()).ingest(files, options)
    })
  program
    .command('export')
    .description('Write all papers, or those that match some words, to standard output')
    .argument('[words...]', 'what the papers should be about')
    .option('--format <format>', 'bibtex, ris, csl-json, csv or jsonl', 'bibtex')
    .addHelpText(
      'after',
      '\nExamples:\n  paperboy export > papers.bib\n  paperboy export diffusion models --format csv > papers.csv',
    )
    .action(async (words: string[], { format }: { format: string }) => {
      exitCode = await (await loadActions()).exportPapers({ format, words: words.join(' ') })
    })
  program
    .command('sync')
    .description('Fetch new papers from Hugging Face, arXiv or Zotero')
    .argument(
      '[source]',
      'huggingface, an arXiv category such as arxiv:cs.CL, a library such as zotero:groups/12345; without it, all of SOURCES',
    )
    .option('--since <day>', 'from this day on, such as 2025-03-13')
    .addHelpText(
      'after',
      '\nExamples:\n  paperboy sync huggingface\n  paperboy sync arxiv:cs.CL --since 2025-03-01',
    )
    .action(async (source: string | undefined, options: { since?: string }) => {
      exitCode = await (await loadActions()).sync(source, options)
    })
  const models = program
    .command('models')
    .description('List the models that find papers by meaning; fetch and verify them')
    .action(async () => {
      exitCode = await (await loadActions()).models('list')
    })
  models
    .command('fetch')
    .description('Download the model that EMBEDDING_MODEL names, or the named one, and replace damaged files')
    .argument('[name]', 'such as all-MiniLM-L6-v2')
    .action(async (name: string | undefined) => {
      exitCode = await (await loadActions()).models('fetch', name)
    })
  models
    .command('verify')
    .description('Compare every byte of the model with its checksums')
    .action(async () => {
      exitCode = await (await loadActions()).models('verify')
    })
  program
    .command('mcp')
    .description('Serve an assistant over standard input and output (Model Context Protocol)')
    .addHelpText('after', '\nAssistants start this command themselves; docs/mcp.md says how to set them up.')
    .action(async () => {
      exitCode = await (await loadActions()).mcp()
    })
  program
    .command('move')
    .description('Copy the SQLite database into an empty Postgres one, and compare them')
    .requiredOption('--to <address>', 'the new database, such as postgres://user:password@host/database')
    .addHelpText(
      'after',
      '\nStop the bot first. The SQLite file is not changed. If the copy is interrupted, run it again to continue.',
    )
    .action(async (options: { to: string }) => {
      exitCode = await (await loadActions()).move(options)
    })
  const mail = program.command('mail').description('Try the mail server; erase what is kept about an address')
  mail
    .command('forget')
    .description('End everything that goes to an address, and erase what is kept about it')
    .argument('<address>', 'such as ada@example.org')
    .action(async (address: string) => {
      exitCode = await (await loadActions()).mailForget(address)
    })
  mail
    .command('test')
    .description('Send one mail to an address, and say whether the server accepted it')
    .argument('<address>', 'such as ada@example.org')
    .action(async (address: string) => {
      exitCode = await (await loadActions()).mailTest(address)
    })
  const feedback = program.commands.find((command) => command.name() === 'feedback')
  feedback
    ?.command('export')
    .description('Write the answers that people rated as JSON Lines, ready to become evaluation cases')
    .option('--since <day>', 'only answers from this day on, such as 2026-01-31')
    .option('--out <file>', 'a new file; standard output by default')
    .action(async (options: { since?: string; out?: string }) => {
      exitCode = await (await loadActions()).exportFeedback(options)
    })
  try {
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : wrongUsage
  }
}

function jsonSummary(command: Command): string {
  return needsWords(command)
    ? 'print one line of JSON; without words, one for each line of standard input'
    : 'print one line of JSON'
}

/** What commander says on several lines ("error: …", "(Did you mean …?)"), as our one line with what to do. */
function usageLine(message: string): string {
  const [what = '', hint] = message
    .replace(/^error: /, '')
    .trim()
    .split('\n')
  return `paperboy: ${what.replace(/\.$/, '')}. ${hint ? hint.replace(/[()]/g, '') : 'Try: paperboy --help'}`
}

/** The first examples of one command, or the first example of each of several; a chat's slash is not typed here. */
function exampleLines(commands: readonly Command[]): string {
  const examples = commands.flatMap((command) => command.examples.slice(0, commands.length > 1 ? 1 : 3))
  const lines = new Set(examples.map((example) => `  paperboy ${forShell(example.replace(/^\//, ''))}`))
  return lines.size === 0 ? '' : `\nExamples:\n${[...lines].join('\n')}`
}

/** An example as it is typed in a shell: the words behind the command in quotes where a shell would read them. */
function forShell(example: string): string {
  const [name = '', ...words] = example.split(' ')
  const rest = words.join(' ')
  return /[^\w\s.-]|\s/.test(rest) ? `${name} "${rest.replace(/["$`\\]/g, '\\$&')}"` : example
}

/** What is said where a command needs words and none were given. */
export function missingWords(command: Command): PaperboyError {
  const [example = command.name] = command.examples
  const required = command.options.find((option) => option.required)?.name
  const [name = '', ...rest] = example.split(' ')
  return new PaperboyError(
    `${command.name} needs ${required === undefined || required === 'words' ? 'words' : `a ${required}`}.`,
    `For example: paperboy ${name} "${rest.join(' ')}"`,
  )
}
