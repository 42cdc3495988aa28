import { beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import type { Said } from '../../src/platform/listen.ts'
import type { Handle, Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import { openServices } from '../answering/answerer.ts'

const link = 'https://arxiv.org/abs/2311.01234'

describe('A paper that is not here', () => {
  let handle: Handle
  beforeAll(async () => {
    handle = createHandle(commands, await openServices())
  })

  async function said(line: string, more: Partial<Request> = {}): Promise<string> {
    const where = { platform: 'slack', conversation: `${line} ${Object.keys(more).join()}` }
    let last = ''
    for await (const page of handle({ who: { id: 'ada' }, where, line, ...more })) last = plainText(page)
    return last
  }
  const pointsAt = (text: string) => async (): Promise<Said> => ({ id: '1', by: { person: 'bob' }, text })

  it.each([link, `show ${link}`, `what speedup do they report in ${link} ?`, 'similar 2311.01234'])(
    'is said to be missing, and nothing of others: %s',
    async (line) => {
      const page = await said(line)
      expect(page).toContain('I do not have arXiv 2311.01234.')
      expect(page).not.toMatch(/^1\. /m)
    },
  )

  it('is missing also where somebody else linked to it', async () => {
    const page = await said('summarize this', { pointsAt: pointsAt(`Has anyone read this? ${link}`) })
    expect(page).toContain('I do not have arXiv 2311.01234.')
  })
})

describe('A reply to a page of ours', () => {
  it('means the papers of that page, whatever was shown since', async () => {
    const handle = createHandle(commands, await openServices())
    const pages: string[] = []
    const where = { platform: 'slack', conversation: 'c' }
    for (const line of ['search click-through rate', 'search diffusion', 'show the first one']) {
      const pointsAt = async (): Promise<Said> => ({ id: '1', by: 'us', text: pages[0] ?? '' })
      const more = line.startsWith('show') && { pointsAt }
      for await (const page of handle({ who: { id: 'ada' }, where, line, ...more }))
        pages[pages.length] = plainText(page)
    }
    const [, title = 'none'] = /^1\. (.*)$/m.exec(pages[0] ?? '') ?? []
    expect(pages.at(-1)).toContain(title.slice(0, 30))
  })
})
