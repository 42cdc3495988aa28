import { usageOf } from '../platform/menu.ts'
import { facts, hint, list, note, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command } from './command.ts'
import { nearestCommand } from './nearest.ts'

const fillers = /^(?:me\s+)?(?:with|on|about)?\s*/i

/** The command `help`, made from the definitions of all others. */
export function createHelp(others: readonly Command[]): Command {
  const help: Command = {
    name: 'help',
    audience: 'asker',
    mayUse: 'everyone',
    group: 'here',
    quick: true,
    summary: 'What I can do, or how one command works',
    options: [{ name: 'command', summary: 'the name of a command', kind: 'command', required: false }],
    examples: ['help', 'help search'],
    async *run({ rest }) {
      const wanted = rest
        .toLowerCase()
        .replace(fillers, '')
        .replace(/[\s.!?]+$/, '')
      const command = commands.find(({ name }) => name === wanted) ?? nearestCommand(wanted, true, commands)
      yield { reply: command ? commandHelp(command) : overview(commands.filter(({ hidden }) => !hidden)) }
    },
  }
  const commands = [...others, help]
  return help
}

/** How help calls the groups of commands. */
const groups = [
  ['papers', 'Papers'],
  ['posts', 'Daily posts'],
  ['here', 'This place'],
] as const

function overview(commands: readonly Command[]): Reply {
  const rows = groups.map(([group, label]) => {
    const names = commands.filter((command) => (command.group ?? 'papers') === group).map(({ name }) => name)
    return [label, names.join(' · ')] as const
  })
  return reply({
    summary: 'Ask a question about the papers, or use a command',
    tone: 'answer',
    audience: 'asker',
    blocks: [
      paragraph(
        'Ask a question about the papers in your own words. Go on with “and its limits?”, “the second one”, “shorter” or “more”.',
      ),
      facts([...rows, ['One command', hint('help search')]]),
      note('A paper is named by its number in the last list, its id or link, a method name, or its title.'),
    ],
    actions: [
      run('What the papers are about', 'ask what are the main themes?'),
      run('Newest papers', 'today'),
      run('How to search', 'help search'),
      run('Daily posts', 'help subscribe'),
    ],
    data: { commands: commands.map((command) => ({ usage: usageOf(command), summary: command.summary })) },
  })
}

function commandHelp(command: Command): Reply {
  const { name, summary, options, examples } = command
  // `today` and `/today` are the same; the slash only sets a command apart from a question where words are read.
  const told = examples.filter(
    (example) => !examples.includes(example.replace(/^\//, '')) || !example.startsWith('/'),
  )
  return reply({
    summary: `${name}: ${summary}`,
    tone: 'answer',
    audience: 'asker',
    blocks: [
      paragraph(hint(usageOf(command))),
      paragraph(`${summary}.`),
      ...(options.length === 0
        ? []
        : [facts(options.map((option) => [option.name, option.summary] as const))]),
      list(told.map((example) => [hint(example)])),
    ],
    actions: told.map((example) => run(example, example)),
    data: { usage: usageOf(command), summary, examples },
  })
}
