import { writeFile } from 'node:fs/promises'
import { manifestText } from '../adapters/slack/manifest.ts'
import { commands } from '../commands/all.ts'

// Run by `npm run manifest`, whenever a command was added or changed.
const file = new URL('../../slack.manifest.json', import.meta.url)
await writeFile(file, manifestText(commands))
