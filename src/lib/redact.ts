/** A text without the secrets it was made to hide. */
export type Redact = (text: string) => string

/** What is shorter is found in ordinary words, too, and protects nothing. */
const shortest = 6
/** Of a secret that was cut, this much is hidden, too: who shortens a text does not know what is in it. */
const shortestPart = 8

/**
 * Replaces every occurrence of the secrets, as they are, cut off, and as addresses and JSON write them: foreign text may
 * hold them anywhere, in an address, a header, an error or a dump of a request.
 */
export function createRedact(secrets: readonly string[]): Redact {
  const forms = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
  if (forms.length === 0) return (text) => text
  // Whole ones first, and the longest of them: one secret, or its beginning, may be a part of another.
  const sorted = [...new Set(forms)].sort((one, other) => other.length - one.length)
  const cut = sorted.filter((secret) => secret.length > shortestPart).map(patternOfCut)
  const hidden = new RegExp([...sorted.map((secret) => RegExp.escape(secret)), ...cut].join('|'), 'g')
  return (text) => text.replace(hidden, '[redacted]')
}

/** What matches the beginning of a secret, and as much of the rest as is there. */
function patternOfCut(secret: string): string {
  const rest = [...secret.slice(shortestPart)].reduceRight(
    (after, character) => `(?:${RegExp.escape(character)}${after})?`,
    '',
  )
  return RegExp.escape(secret.slice(0, shortestPart)) + rest
}

/** Settings that hold a secret go by such names, those of model providers that we do not know, too. */
const secretName = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PGPASSWORD)$/i

/** Several of them, perhaps each with a name in front: `ada:8f3c…, b71e…`. */
const secretList = /(?:^|_)(?:KEYS|TOKENS|SECRETS)$/i
const secretsOfList = (value: string) => value.split(/[\s,]+/).map((one) => one.slice(one.indexOf(':') + 1))

/** Every secret among settings: keys, tokens, and what addresses hold of them. */
export function secretsIn(settings: Readonly<Record<string, string | undefined>>): readonly string[] {
  const secrets = Object.entries(settings).flatMap(([name, value = '']) =>
    secretName.test(name)
      ? [value.trim()]
      : secretList.test(name)
        ? secretsOfList(value)
        : secretsOfAddress(value.trim()),
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
