/** The queues of the job log. */
export const questionsOf = (platform: string): string => `questions:${platform}`
export const postsOf = (platform: string): string => `posts:${platform}`
/** Who sends the posts of a platform: the job of looking what is due. */
export const sendingOf = (platform: string): string => `sending:${platform}`
/** Of all sources: each has a queue within this one. */
export const fetches = 'fetches:'
export const fetchesOf = (source: string): string => fetches + source
export const imports = 'imports'
export const tidying = 'tidying'
/** Looking for papers that are new to the public feeds. */
export const featuring = 'featuring'
/** Whose turn it is to send one request to a source, or to bring papers into a workspace. */
export const slotOf = (source: string): string => `lease:${source}`
