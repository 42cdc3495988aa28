import { ask } from './ask.ts'
import type { Command } from './command.ts'
import { createHelp } from './help.ts'
import { search } from './search.ts'
import { show } from './show.ts'
import { similar } from './similar.ts'
import { status } from './status.ts'

const withoutHelp: readonly Command[] = [ask, search, show, similar, status]

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [...withoutHelp, createHelp(withoutHelp)]
