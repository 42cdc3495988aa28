/** What Slack answers to a call it does not carry out: `{ ok: false, error }`, sometimes with what was wrong. */
export class Refusal extends Error {
  readonly code: string
  readonly problems: readonly string[]
  readonly details: Readonly<Record<string, unknown>>

  /**
   * @param code Slack's error string, such as `channel_not_found`
   * @param problems one sentence each, as in `response_metadata.messages`
   * @param details further fields of the answer, such as `needed` and `provided` of `missing_scope`
   */
  constructor(
    code: string,
    problems: readonly string[] = [],
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(problems.length === 0 ? code : `${code}: ${problems.join('; ')}`)
    this.code = code
    this.problems = problems
    this.details = details
  }
}

/** The answer's body, as Slack words it. */
export function refusalBody({ code, problems, details }: Refusal): Record<string, unknown> {
  const messages = problems.map((problem) => `[ERROR] ${problem}`)
  return {
    ok: false,
    error: code,
    ...details,
    ...(problems.length > 0 && { errors: problems, response_metadata: { messages } }),
  }
}
