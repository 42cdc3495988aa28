import { freshFolder, runPaperboy } from '../paperboy.ts'
import { page, type Talk } from './talk.ts'

/** A line whose reply stands between the others, so that they can be told apart; it belongs to no conversation. */
const between = 'help status'

/** A conversation through a pipe into the real process. */
export const talkInTerminal: Talk = async (lines) => {
  const folder = freshFolder()
  const { stdout: divider } = await runPaperboy([], { folder, input: `${between}\n` })
  const input = lines.flatMap((line) => [line, between]).join('\n')
  const { stdout } = await runPaperboy([], { folder, input: `${input}\n` })
  return stdout
    .split(divider)
    .slice(0, lines.length)
    .map((text) => {
      const [, next = ''] = /^Next: (.*)$/m.exec(text) ?? []
      const offers = next.split(' · ').filter((offer) => offer !== '' && !offer.includes('<http'))
      const links = [...text.matchAll(/https?:\/\/[^\s<>]+/g)].map(([url]) => url)
      return page(text, links, offers)
    })
}
