/** The queues of the job log, by what is in them; what the log keeps under other names is nobody's. */
export const questionsOf = (platform: string): string => `questions:${platform}`
export const postsOf = (platform: string): string => `posts:${platform}`
export const tidying = 'tidying'
export const leaseOf = (name: string): string => `lease:${name}`
