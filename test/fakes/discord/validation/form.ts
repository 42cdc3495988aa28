import { z } from 'zod'
import { type FormProblem, invalidForm } from '../refusal.ts'

/**
 * Reads a body as Discord would.
 *
 * @throws Refusal 50035 that names every wrong field
 */
export function readForm<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw invalidForm(result.error.issues.flatMap(problemsOf))
}

/** A rule that a schema cannot say by itself, with Discord's code for breaking it. */
export function broken(
  context: z.RefinementCtx,
  path: readonly PropertyKey[],
  code: string,
  message: string,
): void {
  context.addIssue({ code: 'custom', path: [...path], message, params: { code } })
}

function problemsOf(issue: z.core.$ZodIssue): FormProblem[] {
  const at = (code: string, message: string) => [{ path: issue.path, code, message }]
  switch (issue.code) {
    case 'too_big':
      return at(issue.origin === 'string' ? 'BASE_TYPE_MAX_LENGTH' : 'BASE_TYPE_BAD_LENGTH', issue.message)
    case 'too_small':
      return at(issue.minimum === 1 ? 'BASE_TYPE_REQUIRED' : 'BASE_TYPE_BAD_LENGTH', issue.message)
    case 'invalid_type':
      return at(
        issue.message.includes('undefined') ? 'BASE_TYPE_REQUIRED' : 'BASE_TYPE_CONVERT',
        issue.message,
      )
    case 'invalid_format':
      return at(
        issue.format === 'url' ? 'URL_TYPE_INVALID_URL' : 'STRING_TYPE_REGEX',
        `${issue.message}: not well formed.`,
      )
    case 'invalid_union':
    case 'invalid_value':
      return at('BASE_TYPE_CHOICES', `${issue.message}: not one of the values that are allowed here.`)
    case 'custom':
      return at(z.object({ code: z.string() }).safeParse(issue.params).data?.code ?? 'INVALID', issue.message)
    default:
      return at('INVALID', issue.message)
  }
}

/** Text that a person could read: Discord trims it first, so blanks alone count as nothing. */
export const shownText = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => text.trim() !== '', {
      error: 'This field is required',
      params: { code: 'BASE_TYPE_REQUIRED' },
    })

/** An address that Discord makes a link of. */
export const linkUrl = (longest: number) => z.url({ protocol: /^(?:https?|discord)$/ }).max(longest)

export const snowflake = z.string().regex(/^\d{1,20}$/)
