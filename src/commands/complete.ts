import { zonesLike } from '../digests/zone-names.ts'
import type { Complete } from '../platform/menu.ts'
import { truncate } from '../replies/clean.ts'
import type { Command } from './command.ts'
import type { Services } from './services.ts'

/** How many are offered, and how long a label may be, in UTF-16 units: Discord's limits, the tightest. */
const most = 25
const longestLabel = 100

/** Completes papers by id, method name or words of the title, topics by terms of the field, commands and zones by name. */
export function createComplete(
  commands: readonly Command[],
  { store, topics }: { store: Pick<Services['store'], 'papers'>; topics: Services['topics'] },
): Complete {
  return async function complete(commandName, optionName, typed) {
    const command = commands.find(({ name }) => name === commandName)
    const option = command?.options.find(({ name }) => name === optionName)
    switch (option?.kind) {
      case 'paper': {
        const papers = await store.papers.completions(typed, most)
        return papers.map(({ id, title }) => ({ label: truncate(title, longestLabel), value: id }))
      }
      case 'topic': {
        const found = await topics(typed, most)
        return found.map((topic) => ({ label: topic, value: topic }))
      }
      case 'command':
        return commands
          .filter(({ name, hidden }) => !hidden && name.startsWith(typed.trim().toLowerCase()))
          .slice(0, most)
          .map(({ name }) => ({ label: name, value: name }))
      case 'zone':
        return zonesLike(typed, most).map((zone) => ({ label: zone, value: zone }))
      case 'extent':
        return [{ label: 'all', value: 'all' }]
      case 'number':
      case 'question':
      case 'text':
      case 'turn':
      case 'rating':
      case 'subscription':
      case 'day':
      case 'flag':
      case 'ids':
      case undefined:
        return []
    }
  }
}
