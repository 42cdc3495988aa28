import { namesNoTopic } from '../../retrieval/question-words.ts'
import { isNamed } from './following.ts'
import { anyOf, type Intent, intent, words } from './intent.ts'

const post =
  '(?:posts?|digests?|newsletters?|updates?|summar(?:y|ies)|briefs?|briefings?|messages?|subscriptions?)'
const often = '(?:daily|weekly|morning)'
const every =
  '(?:every ?day|each day|daily|every morning|each morning|every (?:mon|tues|wednes|thurs|fri|satur|sun)day|on weekdays|every weekday|weekdays|every week)'

/** What `subscribe` reads: "on" leads days there, and "every morning" is its word for a day. */
function wishes(topic: string | undefined, when = ''): string {
  const said = (topic ?? '').replace(/\s+(?:here|in this channel|to this channel|please)(?=\s|$)/gi, '')
  const days = when.replace(/every week$/i, 'every Monday').replace(/(?:each|every) day/i, 'daily')
  const bare = said.replace(/^(?:at|in|daily|weekdays|every)\b.*/i, '')
  if (bare === '') return `${said} ${days}`.trim()
  return `${namesNoTopic(bare) ? '' : `about ${said}`} ${days}`.trim()
}

/** What people say of the posts of a place, of what Paperboy remembers there, and of Paperboy itself. */
export const placeIntents: readonly Intent[] = [
  intent(
    'subscribe',
    words(
      `subscribe(?: me| us| this channel| this)?(?: here)? to (?:the |your |a )?(?:${often} )?(?:new )?(?:(?:papers?|${post}|news)(?: (?:on|about|for|of) )?)?(?<topic>.*)`,
    ),
    ({ topic }) => wishes(topic),
  ),
  intent('subscribe', words('subscribe (?:me|us|this channel|here)(?: please)?')),
  intent(
    'subscribe',
    words(
      `(?:send|post|give|bring|deliver)(?: me| us) (?!(?:the|a|an|some|all|new|more)\\b)(?<topic>[\\w-]+(?: [\\w-]+){0,3}?) (?:papers|${post})(?: here| in this channel)? (?<when>${every}(?: at .+)?)`,
    ),
    ({ topic, when }) => wishes(topic, when),
  ),
  intent(
    'subscribe',
    words(
      `(?:send|post|give|bring|deliver|show)(?: me| us)?(?: here)?(?: a| the| some| new)* (?:papers?|${post})(?: (?:on|about|of|for) (?<topic>.+?))?(?: here| in this channel)? (?<when>${every}(?: at .+)?)`,
    ),
    ({ topic, when }) => wishes(topic, when),
  ),
  intent(
    'subscribe',
    words(
      `(?<when>${every}(?: at \\S+)?),? (?:send|post|give|bring)(?: me| us)?(?: a| the| some| new)* (?:papers?|${post})(?: (?:on|about|of|for) (?<topic>.+?))?(?: here)?`,
    ),
    ({ topic, when }) => wishes(topic, when),
  ),
  intent(
    'subscribe',
    words(
      `(?:(?:i|we)(?:'d| would)? (?:want|need|like)|start|set up|create|turn on|enable|begin)(?: to get| to have)? (?:an? |the )?(?:new )?(?:${often} )(?:paper )?(?:papers|${post})(?: (?:on|about|of|with|for) (?<topic>.+))?`,
    ),
    ({ topic }) => wishes(topic),
  ),
  intent(
    'subscribe',
    words(
      `(?:keep (?:me|us) (?:posted|updated|informed|in the loop) (?:on|about)|(?:notify|alert|tell|ping) (?:me|us) (?:about|of|when there are) new (?:papers|work|research) (?:on|about)|follow(?: the topic)?|let (?:me|us) know (?:about|when there are) new (?:papers|work|research) (?:on|about)) (?<topic>.+)`,
    ),
    ({ topic }) => (topic && !namesNoTopic(topic) && !isNamed(topic) ? wishes(topic) : undefined),
  ),
  intent(
    'unsubscribe',
    anyOf(`
      (?:stop|end|cancel|quit|kill|turn off|switch off|disable|remove|delete|no more|get rid of)(?: all| sending| posting| with| me| us| the| these| those| this| that| my| our| your)*(?: ${often})?(?: papers?)? ${post}(?: (?:here|in this channel|(?:about|on|of) .+|please))?
      (?:please )?(?:stop|quit) (?:posting|sending|spamming)(?: here| me| us| papers?| every ?day| this| these| in this channel| stuff)*
      (?:stop|cancel|end) the (?:daily|morning|weekly)(?: one)?
      unsubscribe (?:me|us|this channel|here|all|from .+|please)(?: please)?
      (?:don'?t|do not) (?:send|post|bring|show)(?: me| us| here)*(?: any| these| those| this| that| it| them| more| new| papers| ${post})* (?:any ?more|again)
      (?:i|we) (?:don'?t|do not) want (?:any more|any|the|these|this|those|to get|to receive|your| )*(?:${often} )?${post}(?: any ?more)?`),
    () => 'it',
  ),
  intent(
    'subscriptions',
    anyOf(`
      (?:(?:show|list|see|change|edit|manage|what are|which are)(?: me| us)? )?(?:my|our|the|all|these|all our|all the) (?:subscriptions?|${often} ${post})(?: here)?
      (?:(?:show|list|see|change|edit|manage) )(?:subscriptions?|${often} ${post})(?: here)?
      what (?:are we|am i|is this channel|are you) (?:subscribed to|following|posting(?: here)?)(?: here)?
      (?:what|which) ${post} (?:come|go|are posted|do we get|do you post|are there)(?: here)?
      when (?:is|does|will|comes?) (?:the |our )?(?:next |${often} )+(?:${post}|one)(?: come| be| due| arrive)?(?: here)?
      (?:change|move|edit|set) the (?:time|topic|day|days|hour|zone) of (?:the|our|my) (?:${often} )?${post}.*`),
  ),
  intent(
    'feed',
    words(
      `(?:revoke|withdraw|end|stop|cancel|remove|delete|disable|turn off|switch off)(?: the| my| our| your| this| its)*(?: rss| atom| json)? feed(?:'?s)?(?: address| link| url)?(?: (?:of|for) (?<id>[a-z0-9]{4}|it|this))?(?: here| please)*`,
    ),
    ({ id }) => `${id === 'this' ? 'it' : (id ?? '')} off`.trim(),
  ),
  intent(
    'feed',
    words(
      `(?:(?:give|show|get|make|create|tell|send)(?: me| us)?|(?:is|are) there|do you have|(?:can|could) (?:i|we) (?:get|have)|(?:i|we) (?:want|need)|what is|what's)(?: an?| the| our| my)*(?: rss| atom| json)? feed(?: address| link| url)?(?: (?:of|for) (?<id>[a-z0-9]{4}|it|this))?(?: here| please)*`,
    ),
    ({ id }) => (id === 'this' ? 'it' : (id ?? '')),
  ),
  intent(
    'forget',
    anyOf(`
      (?:forget|delete|erase) me(?: everywhere| completely| in all places)?
      (?:forget|delete|erase|remove|wipe) (?:all |everything )?(?:(?:that )?you (?:know|have|(?:have )?(?:stored?|kept|keep|saved?)) (?:about|of|on) me|about me)(?: everywhere)?
      (?:forget|delete|erase|remove|wipe)(?: all)?(?: of)? my (?:personal )?(?:data|information)(?: everywhere)?`),
    () => 'me everywhere',
  ),
  intent(
    'forget',
    anyOf(`
      (?:forget|delete|erase|clear|wipe|reset)(?: about| everything| all| of| this| that| our| my| the)*(?: conversation| chat| history| thread| messages| questions| memory| context| talk)(?: here| so far| now)?
      forget (?:about )?(?:it|this|that|everything|it all|all of (?:it|this|that))(?: please)?
      (?:forget|delete|erase) (?:everything |all )?(?:that )?what(?:ever)? (?:i|we)(?:'ve| have)? (?:said|asked|wrote|written|told you|talked about)(?: here| so far)?
      (?:forget|delete|erase) (?:everything|all)(?: that)? (?:i|we)(?:'ve| have)? (?:said|asked|wrote|written|told you|talked about)(?: here| so far)?
      (?:let'?s )?(?:start (?:over|again|fresh|from scratch))|new (?:conversation|chat)`),
  ),
  intent(
    'settings',
    words(
      `(?:always |from now on,? )?(?:answer|reply|respond)(?: (?:me|us|everything|questions|people))?(?: here)?(?: always)? (?:only )?(?:in|into) (?:(?<thread>(?:a |the )?threads?)|the (?:open )?channel|the open)(?: (?:itself|directly|only|instead|here|from now on|always|and not in (?:threads?|the channel)))*`,
    ),
    ({ thread }) => `reply ${thread === undefined ? 'channel' : 'thread'}`,
  ),
  intent(
    'status',
    anyOf(`
      how are you(?: doing)?(?: today)?|are you (?:up|ok|okay|there|alive|online|working|awake|down|broken)|you there|ping
      how much (?:have (?:we|you) spent|did (?:we|you) spend|does (?:this|it) cost)(?: today)?
      when did you (?:last )?(?:sync|get new papers|update)(?: last)?`),
  ),
  intent(
    'help',
    anyOf(`
      what can (?:you|i|we) (?:do|ask|say)(?: here| for (?:me|us))?|what do you do
      how (?:do|can|should) (?:i|we) (?:use|ask|talk to) (?:you|paperboy|this bot)|how does (?:paperboy|this bot) work|how do you work
      (?:what|which) commands(?: are there| do you (?:have|know|take)| can i use)?|(?:list |show )?(?:the )?commands|man|usage|i need help|help(?: me)?(?: out)?`),
  ),
]
