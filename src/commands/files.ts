import { note, paragraph, reply } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'

/** How many files are named. */
const named = 3

/** What is said of files that came with a line: nobody should wonder whether they were read. */
function sentenceOn(files: readonly string[]): string {
  const names = files.slice(0, named).join(', ')
  return `I cannot read files (${names}): I know papers by their abstracts. Name one by its title, id or link.`
}

/** The answer to files without a word. */
export function filesReply(files: readonly string[]): Reply {
  const sentence = sentenceOn(files)
  return reply({ summary: sentence, tone: 'warning', audience: 'asker', blocks: [paragraph(sentence)] })
}

/** A page that says of the files beside its line that they were not read; one that is on its way stays as it is. */
export function withFiles(page: Reply, files: readonly string[]): Reply {
  if (files.length === 0 || page.tone === 'working' || page.summary === sentenceOn(files)) return page
  return { ...page, blocks: [...page.blocks, note(sentenceOn(files))] }
}
