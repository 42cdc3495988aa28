import { startServer } from './server.ts'

/** An item of a library as its API gives it. */
export type ZoteroItem = {
  key: string
  version: number
  itemType: string
  added: string
  title?: string
  more?: object
}

/**
 * Zotero's web API, version 3, for one library that is not public: `/groups/1/items/top` by pages, oldest first, with what
 * has changed `since` a version.
 */
export async function startZotero(
  library: { items: ZoteroItem[]; version: number; backoff?: number },
  key: string,
) {
  return startServer(({ url, headers }) => {
    if (headers['zotero-api-version'] !== '3' || headers['zotero-api-key'] !== key)
      return { status: 403, body: 'Forbidden' }
    if (url.pathname !== '/groups/1/items/top') return { status: 404, body: 'Not found' }
    const given = Object.fromEntries(url.searchParams)
    if (given.format !== 'json' || given.sort !== 'dateAdded' || given.direction !== 'asc') return undefined
    const limit = Number(given.limit)
    if (!(limit >= 1 && limit <= 100)) return { status: 400, body: 'Invalid limit' }
    const changed = library.items
      .filter(({ version }) => version > Number(given.since ?? 0))
      .sort((one, other) => one.added.localeCompare(other.added))
    const start = Number(given.start ?? 0)
    const items = changed
      .slice(start, start + limit)
      .map(({ key: name, version, itemType, title, added, more }) => ({
        key: name,
        version,
        library: { type: 'group', id: 1 },
        meta: { creatorSummary: 'Sample' },
        data: {
          ...{ key: name, version, itemType, dateAdded: added, creators: [], tags: [], relations: {} },
          ...(title !== undefined && { title }),
          ...more,
        },
      }))
    return {
      headers: {
        'content-type': 'application/json',
        'zotero-api-version': '3',
        'last-modified-version': `${library.version}`,
        'total-results': `${changed.length}`,
        ...(library.backoff !== undefined && { backoff: `${library.backoff}` }),
      },
      body: JSON.stringify(items),
    }
  })
}
