import { reportError } from '../../../src/operator/report.ts'
import { formatTable } from '../../eval/table.ts'
import { type Case, liveThrough, type Outcome } from './live-through.ts'
import { faults, moments, type Stage } from './stage.ts'
import { stageInDiscord } from './stage-in-discord.ts'
import { stageInSlack } from './stage-in-slack.ts'

const usage = `Lets one thing go wrong at one moment of one question, for each platform, thing and moment, with real processes
on fakes of the platforms and of a model. Prints how often each question was answered, and after how many seconds.
Exits with 0 when every one was answered once, else with 1. It takes some minutes.

  npm run chaos                          all
  npm run chaos -- discord killed posted only those whose names hold every word
`

/** Cases side by side. */
const concurrency = 4

type Named = Case & { platform: string; open: () => Promise<Stage> }
const platforms = [
  ['Slack', stageInSlack],
  ['Discord', stageInDiscord],
] as const

const words = process.argv.slice(2).map((word) => word.toLowerCase())
if (words.includes('--help')) process.stdout.write(usage)
else {
  try {
    process.exitCode = (await runMatrix(casesWith(words))) ? 0 : 1
  } catch (error) {
    reportError(error, process.stderr)
    process.exitCode = 2
  }
}

function casesWith(wanted: readonly string[]): readonly Named[] {
  const all = platforms.flatMap(([platform, open]) =>
    faults.flatMap((fault) => moments.map((moment) => ({ platform, open, fault, moment }))),
  )
  return all.filter((one) => wanted.every((word) => nameOf(one).toLowerCase().includes(word)))
}

async function runMatrix(cases: readonly Named[]): Promise<boolean> {
  const outcomes = new Map<Named, Outcome>()
  const queue = [...cases]
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const outcome = await liveThrough(next.open, next)
      outcomes.set(next, outcome)
      if (!isGood(outcome)) explain(next, outcome)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  for (const [platform] of platforms) {
    const rows = faults.flatMap((fault) => {
      const cells = moments.map((moment) => {
        const found = cases.find(
          (one) => one.platform === platform && one.fault === fault && one.moment === moment,
        )
        return cellOf(found && outcomes.get(found))
      })
      return cells.some((cell) => cell !== undefined) ? [[fault, ...cells]] : []
    })
    if (rows.length > 0) process.stdout.write(`${formatTable([platform, ...moments], rows)}\n\n`)
  }
  const good = [...outcomes.values()].filter(isGood).length
  process.stdout.write(`${good} of ${cases.length} questions were answered, each once\n`)
  return good === cases.length
}

function isGood({ answers, said }: Outcome): boolean {
  return answers === 1 && said.length === 1
}

function cellOf(outcome: Outcome | undefined): string | undefined {
  if (!outcome) return undefined
  const { answers, said, seconds } = outcome
  if (answers === 0) return 'LOST'
  if (!isGood(outcome)) return `${said.length} MESSAGES`
  return `once ${seconds.toFixed(1)} s`
}

function explain(one: Named, { said, log }: Outcome): void {
  process.stderr.write(`${nameOf(one)}:\n${said.join('\n---\n')}\n${log}\n`)
}

function nameOf({ platform, fault, moment }: Named): string {
  return `${platform}, ${fault}, ${moment}`
}
