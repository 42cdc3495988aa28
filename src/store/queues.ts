/** The queues of the job log. */
export const questionsOf = (platform: string): string => `questions:${platform}`
export const postsOf = (platform: string): string => `posts:${platform}`
export const tidying = 'tidying'
/** Whose turn it is to send one request to arXiv. */
export const arxivTurn = 'lease:arxiv'
