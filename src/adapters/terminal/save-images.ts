import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describeError, PaperboyError } from '../../lib/errors.ts'
import { paragraph } from '../../replies/build.ts'
import { imageInWords } from '../../replies/plain.ts'
import type { Block, Image, Reply } from '../../replies/reply.ts'

/** How many names are tried before a folder counts as full. */
const mostTries = 100

/**
 * A terminal shows no pictures: each is saved, and the page says where and what is on it. The facts for scripts get
 * the paths, too.
 *
 * @param wanted the file that the person asked for
 * @throws PaperboyError when a picture cannot be saved there
 */
export async function saveImages(reply: Reply, wanted?: string): Promise<Reply> {
  const files: string[] = []
  const blocks: Block[] = []
  for (const block of reply.blocks) {
    if (block.kind !== 'image') {
      blocks.push(block)
      continue
    }
    const file = await saveImage(block.image, wanted)
    files.push(file)
    blocks.push(paragraph(`Saved as ${file}`), paragraph(imageInWords(block.image)))
  }
  if (files.length === 0) return reply
  const { data } = reply
  const facts = typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data, files } : data
  return { ...reply, blocks, ...(facts !== undefined && { data: facts }) }
}

/** Saves under the first name that is free, so that nothing is overwritten. */
async function saveImage({ png, name }: Image, wanted = name): Promise<string> {
  for (let number = 1; number <= mostTries; number++) {
    const file = number === 1 ? wanted : wanted.replace(/\.png$/i, `-${number}.png`)
    try {
      await writeFile(resolve(file), png, { flag: 'wx' })
      return file
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue
      throw new PaperboyError(
        `The picture could not be saved as ${file}: ${describeError(error)}`,
        'End the line with another place, such as: to /tmp/map.png',
        { cause: error },
      )
    }
  }
  throw new PaperboyError(
    `There are ${mostTries} pictures called ${wanted} here already.`,
    'End the line with another file, such as: to papers.png',
  )
}
