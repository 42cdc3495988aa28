const english =
  wordSet(`the of and to in is a for that on with by as an are be this it from at than which their we its can
  or was were has have not more less between both these while when how they authors`)
const others =
  wordSet(`der die das und ist nicht mit ein eine einen dem den des auf von für im zu als werden wird sich
  le la les et est une un du au aux dans par pour sur avec que qui plus ne pas ce cette sont
  el los las y es con para por una en del se lo su más sin son
  il di che gli della dei con più una non sono nel
  o os um uma com não mais dos da do em na
  het een van en op niet voor zijn met
  och att är som på av ett
  i w z na nie jest się do
  ve bir ile için`)

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/))
}

/**
 * Whether a text is English as far as its script and its little words tell. A text without any little words
 * ("HSTU: 65.8% NDCG") counts as English, so that it is checked in full.
 */
export function isEnglish(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  const latin = text.match(/\p{Script=Latin}/gu) ?? []
  if (letters.length - latin.length > 0.3 * letters.length) return false
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const count = (set: ReadonlySet<string>) => words.filter((word) => set.has(word)).length
  const foreign = count(others)
  return foreign < 2 || foreign <= count(english)
}

/** Puts spaces between scripts (`HSTU在NDCG上`) and reads decimal commas (`65,8`), so that names and numbers stand out. */
export function separateScripts(text: string): string {
  return text
    .replace(/(?<=[\p{Script=Latin}\p{N}%])(?=(?!\p{Script=Latin})\p{L})/gu, ' ')
    .replace(/(?<=(?!\p{Script=Latin})\p{L})(?=[\p{Script=Latin}\p{N}])/gu, ' ')
    .replace(/(?<=\d)[\u202f\u00a0. ](?=\d{3}(?!\d))/g, '')
    .replace(/(?<=\d),(?=\d{1,2}(?!\d))/g, '.')
}
