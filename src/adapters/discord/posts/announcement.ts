import { type APIMessageTopLevelComponent, MessageFlags } from 'discord.js'
import type { Adapter } from '../../../platform/adapter.ts'
import { note } from '../../../replies/build.ts'
import type { Block, Reply } from '../../../replies/reply.ts'
import { drawActions, drawRows, threadButton } from '../buttons.ts'
import { limits } from '../limits.ts'
import { drawPages, type Page } from '../pages.ts'
import { attach, type MessageBody } from '../render.ts'

type Post = Parameters<NonNullable<Adapter['posts']>['deliver']>[1]

/**
 * A post for a channel that others follow: plain text with links, in one message, since Discord brings followers the text
 * and the files of a message, but neither its components nor its embeds. Its buttons are for those who read it where it
 * was sent. What is too long for one message says less of each paper, and then names fewer.
 */
export function renderAnnouncement(
  post: Post,
  { pictures, thread }: { pictures: boolean; thread: string },
): MessageBody {
  const page = pageOf(post, pictures)
  const { buttons, menus } = drawActions(post.whole)
  const all = [...buttons, ...(post.whole.rating ? [threadButton(thread)] : [])]
  const rows: readonly APIMessageTopLevelComponent[] = [...menus, ...drawRows(all)]
  return {
    content: page.filter((part) => typeof part === 'string').join('\n\n'),
    flags: MessageFlags.SuppressEmbeds,
    components: rows.slice(0, limits.rows),
    allowed_mentions: { parse: [], replied_user: false },
    ...attach(page),
  }
}

/** The fullest form of a post that is one page. */
function pageOf(post: Post, pictures: boolean): Page {
  const { summary } = post.whole
  for (const blocks of formsOf(post)) {
    const [page, ...others] = drawPages({ summary, blocks }, { pictures, length: limits.content })
    if (page && others.length === 0) return page
  }
  return drawPages({ summary, blocks: [] }, { pictures, length: limits.content })[0] ?? []
}

/** Less and less of what a post says. */
function* formsOf({ whole, brief }: Post): Generator<readonly Block[]> {
  const pictures = whole.blocks.filter(({ kind }) => kind === 'image')
  yield whole.blocks
  if (papersIn(brief) < papersIn(whole)) return
  yield [...brief.blocks, ...pictures]
  const titles = brief.blocks.map(titleOnly)
  yield [...titles, ...pictures]
  for (let left = papersIn(brief) - 1; left > 0; left--) {
    let seen = 0
    const fewer = titles.filter(({ kind }) => kind !== 'card' || seen++ < left)
    yield [...fewer, note(`And ${papersIn(brief) - left} more.`), ...pictures]
  }
}

const papersIn = ({ blocks }: Pick<Reply, 'blocks'>): number =>
  blocks.filter(({ kind }) => kind === 'card').length

function titleOnly(block: Block): Block {
  if (block.kind !== 'card') return block
  const { body: _, ...card } = block.card
  return { kind: 'card', card }
}
