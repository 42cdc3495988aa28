import { expect, it } from 'vitest'
import { plainText } from '../../src/replies/plain.ts'
import { openShipped } from './shipped-services.ts'

const { handle } = await openShipped()

async function say(line: string, files: readonly string[]): Promise<readonly string[]> {
  const where = { platform: 'slack', conversation: 'files' }
  const pages = await Array.fromAsync(handle({ who: { id: 'ada' }, where, line, files, heard: 'addressed' }))
  return pages.map(plainText)
}

it.each(['', 'summarize this paper for me', 'show TAROT', 'search diffusion'])(
  'a file beside %j is not passed over in silence, and told once what can be read',
  async (line) => {
    const [page = '', ...others] = (await say(line, ['paper.pdf'])).slice(-1)
    expect(others).toEqual([])
    expect(page.split('I cannot read files (paper.pdf)')).toHaveLength(2)
    expect(page).not.toContain('What I can do')
  },
)

it('nothing is said of files where there are none', async () => {
  expect((await say('show TAROT', [])).join()).not.toContain('I cannot read files')
})
