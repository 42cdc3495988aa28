import type { Describe } from '../platform/describe.ts'
import type { Request } from '../platform/request.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Command, DescribedRequest } from './command.ts'
import { route } from './route.ts'

/** Longest line that is read, in UTF-16 units; a question is far shorter, a pasted paper far longer. */
export const longestLine = 4000

/** Reads lines by these commands. A page that asks back concerns the person who said the line, and is there at once. */
export function createDescribe(commands: readonly Command[]): Describe {
  return (line) => {
    if (line.length > longestLine) return { route: { kind: 'too-long' }, audience: 'asker', quick: true }
    // Commands get the line as it was typed; only one that shows nothing at all counts as empty.
    const wanted = route(cleanLine(line) === '' ? '' : line.trim(), commands)
    const command = 'name' in wanted ? commands.find(({ name }) => name === wanted.name) : undefined
    const named = command && { command: command.name }
    if (wanted.kind !== 'run' || !command) return { route: wanted, ...named, audience: 'asker', quick: true }
    const { audience, changes, shows, quick } = command
    const [, called = ''] = /^\/?(\p{L}+)(?=\s|$)/u.exec(line.trim()) ?? []
    return {
      route: wanted,
      ...named,
      ...(called.toLowerCase() === command.name && { byName: true }),
      audience,
      ...(changes && { changes }),
      ...(shows && { shows }),
      ...(quick && { quick }),
      ...(command.options[0]?.kind === 'question' && wanted.rest !== '' && { question: wanted.rest }),
    }
  }
}

/** Reads a request's line, unless that was done before. */
export const described = (request: Request, describe: Describe): DescribedRequest => ({
  ...request,
  described: request.described ?? describe(request.line),
})
