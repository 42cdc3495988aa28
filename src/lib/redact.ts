/** A text without the secrets it was made to hide. */
export type Redact = (text: string) => string

/** What is shorter is found in ordinary words, too, and protects nothing. */
const shortest = 6

/**
 * Replaces every occurrence of the secrets, as they are and as addresses and JSON write them: foreign text may hold
 * them anywhere, in an address, a header, an error or a dump of a request.
 */
export function createRedact(secrets: readonly string[]): Redact {
  const forms = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
  // The longest first: one secret may be a part of another.
  const hidden = [...new Set(forms)].sort((one, other) => other.length - one.length)
  return (text) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text)
}

/** Settings that hold a secret go by such names, those of model providers that we do not know, too. */
const secretName = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PGPASSWORD)$/i

/** Every secret among settings: keys, tokens, and what addresses hold of them. */
export function secretsIn(settings: Readonly<Record<string, string | undefined>>): readonly string[] {
  const secrets = Object.entries(settings).flatMap(([name, value = '']) =>
    secretName.test(name) ? [value.trim()] : secretsOfAddress(value.trim()),
  )
  return [...new Set(secrets.filter((secret) => secret !== ''))]
}

/** The password of an address, or a token in its place; and the parameters that are called secret. */
function secretsOfAddress(value: string): readonly string[] {
  if (!value.includes('://')) return []
  const address = URL.parse(value)
  if (!address) return []
  const { username, password, searchParams } = address
  const parameters = [...searchParams].flatMap(([name, text]) => (secretName.test(name) ? [text] : []))
  const entry = password === '' ? username : password
  return [entry, decoded(entry), ...parameters]
}

/** A password may stand in an address with its special characters escaped, and elsewhere without. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
