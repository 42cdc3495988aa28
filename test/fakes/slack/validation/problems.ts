import type { z } from 'zod'

/** Zod's issues in the words Slack uses, each with the place of the problem: `must be ... [json-pointer:/blocks/0]`. */
export function slackProblems(error: z.ZodError, root: string): readonly string[] {
  return error.issues.map((issue) => {
    const place = [root, ...issue.path.map(String)].join('/')
    return `${words(issue)} [json-pointer:/${place}]`
  })
}

function words(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? `must be less than ${Number(issue.maximum) + 1} characters`
        : `no more than ${issue.maximum} items allowed`
    case 'too_small':
      return issue.origin === 'string'
        ? `must be more than ${Number(issue.minimum) - 1} characters`
        : `no fewer than ${issue.minimum} items allowed`
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`
    case 'invalid_union':
      return 'unsupported type or failed to match all allowed schemas'
    case 'invalid_type':
      return issue.input === undefined ? 'missing required field' : `must provide a ${issue.expected}`
    default:
      return issue.message
  }
}
