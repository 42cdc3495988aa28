/** Who is meant stands in these words, of a closed class: those who talk with each other, and anyone who may know. */
const people = /\b(?:we|our|ours|ourselves|(?:any|some|every)(?:one|body)|guys|folks)\b/iu
/** "Jonas, is this the one?": one ordinary word with a capital letter, in front of all others. */
const called = /^(?<name>\p{Lu}\p{Ll}+), (?=\S)/u
const interjection =
  /^(?:(?:ok(?:ay)?|hm+|a+h+|oh|aha|alright|right|cool|nice|great|interesting|perfect|good|fine|thanks|thx|yes|yeah|no|nope|wait|sorry|lol|haha|btw|hey|hi|hello|please|so|and|but|also|now|then|well|again|actually|finally|paperboy)\b[\s,.!:–-]*)+/iu

/**
 * Whether a line that mentions nobody is said by people to each other, as far as its form tells: it mentions those who
 * talk ("would that run on our machines?"), of anyone who may know ("has anybody tried it?"), or calls one of them ("Jonas, is
 * this the one?"). No abstract knows anything of them.
 */
export function speaksAmongPeople(line: string): boolean {
  const said = line.trim().replace(interjection, '')
  return people.test(said) || called.test(said)
}
