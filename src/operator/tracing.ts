/**
 * Takes the settings out of an environment by which LangChain sends prompts and answers to a third party, prints them, or
 * sends all traffic by another way. They may stand there for some other program: Paperboy sends questions to nobody but its
 * model, and logs none.
 */
export function stopTracing(environment: Record<string, string | undefined>): void {
  for (const name of Object.keys(environment))
    if (/^(?:LANGSMITH|LANGCHAIN)_(?:TRACING|TRACING_V2|GATEWAY|OTEL_ENABLED|VERBOSE)$/.test(name))
      delete environment[name]
}
