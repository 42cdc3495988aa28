/** Words of a closed class that stand for something said before, where a sentence begins with them, by language. */
const pointers = [
  // English
  '(?:(?:also|but|and|so|then|yet|moreover|furthermore|however|therefore|thus|hence|instead|again|besides|additionally|consequently|similarly|likewise|in (?:addition|contrast|turn)|as a result|on the other hand|after (?:that|this)|for (?:this|that|example)|by (?:this|that)|with (?:it|them|this|that))\\b[, ]*)*(?:it|its|they|them|their|this|that|these|those|he|his|she|her|both|the (?:former|latter|same|other|others)|(?:it|they) also)\\b(?! (?:paper|papers|abstract|abstracts)\\b)',
  '(?:moreover|furthermore|however|therefore|thus|hence|besides|additionally|consequently|similarly|likewise|in (?:addition|contrast|turn)|as a result|on the other hand|after that|after this)\\b',
  // German
  '(?:er|sie|es|ihr|ihre|ihren|ihrem|sein|seine|seinen|seinem|dies|diese|dieser|dieses|dabei|damit|dadurch|dafür|daher|danach|außerdem|zudem|jedoch|auch (?:er|sie|es|diese[rs]?)|beide)\\b',
  // French
  "(?:il|elle|ils|elles|ce|cela|ça|cet|cette|ces|son|sa|ses|leur|leurs|de plus|en outre|cependant|toutefois|ainsi|par conséquent|en revanche|les deux)\\b|c['’]est\\b",
  // Spanish
  '(?:él|ella|ellos|ellas|esto|eso|este|esta|estos|estas|su|sus|además|sin embargo|por (?:ello|eso|tanto)|asimismo|también|ambos|ambas)\\b',
].join('|')
const opening = new RegExp(`^[\\s"“'(]*(?:${pointers})`, 'iu')
/** Scripts without spaces between words. */
const eastern =
  /^\s*(?:它们?|他们?|她们?|这(?!篇|些论文)|那|此外|另外|然而|但是?|因此|所以|同时|其(?!中)|该|前者|后者|それ|これ|この(?!論文)|その|また|さらに|しかし|一方|そのため|したがって|彼ら)/u

/** Whether a sentence leans on the one before it: it begins with a word that stands for what was said there. */
export function leansBack(sentence: string): boolean {
  return opening.test(sentence) || eastern.test(sentence)
}
