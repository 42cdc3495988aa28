import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commands } from '../../src/commands/all.ts'
import { route } from '../../src/commands/route.ts'

/** Lines as people write them -> the command, and what it is given behind `=>`. */
const table = `
cite
  bibtex please => --format bibtex
  BibTeX? => --format bibtex
  as bibtex => --format bibtex
  the bibtex for TAROT => TAROT --format bibtex
  can I get the BibTeX entry of the second one? => the second one --format bibtex
  give me the bibtex for these => these --format bibtex
  give me that in RIS => --format ris
  could you send me these as csl-json please => --format csl-json
  cite that => that
  cite it as BibTeX => it --format bibtex
  please cite these => these
  cite this answer =>
  export these as ris => --format ris
  export them => them --format bibtex
  export everything as ris => everything --format ris
  export => everything --format bibtex
  download the whole collection => everything --format bibtex
  how do I cite this? => this
  how should we cite TAROT as bibtex => TAROT --format bibtex
  what's the citation for TAROT? => TAROT
summarize
  what do these papers say about contrastive learning => contrastive learning
  What do the papers say about CTR prediction? => CTR prediction
  wat do the papers here say on noisy labels => noisy labels
  give me an overview of text-to-image personalization => text-to-image personalization
  can you give me a quick overview of the papers on LoRA? => LoRA
  overview of recommendation with graphs => recommendation with graphs
  a short summary of diffusion models please => diffusion models
  summarise graph neural networks => graph neural networks
  Summarise what these papers say about predicting click-through rate. => predicting click-through rate
  please summarize data selection => data selection
  could you sum up the work on shortcut learning for us => shortcut learning
  catch me up on generative recommendation => generative recommendation
  bring us up to speed on OOD generalization => OOD generalization
  brief me on ad creatives => ad creatives
  what's the state of the art in building extraction? => building extraction
  what is the latest on fine-tuning => fine-tuning
  recap of the second one => the second one
  summarize diffusion this week => diffusion this week
  I'd like you to give me a summary of spurious correlations => spurious correlations
compare
  compare AutoInt and FinalMLP => AutoInt and FinalMLP
  can you compare AutoInt and FinalMLP? => AutoInt and FinalMLP
  AutoInt vs FinalMLP => AutoInt | FinalMLP
  AutoInt vs. FinalMLP? => AutoInt | FinalMLP
  TAROT versus HSTU => TAROT | HSTU
  what's the difference between DIN and DIEN? => DIN | DIEN
  difference between AutoInt and the second one => AutoInt | the second one
  how does AutoInt differ from FinalMLP => AutoInt | FinalMLP
  how does it compare to FinalMLP? => it | FinalMLP
  how do AutoInt and FinalMLP differ? => AutoInt | FinalMLP
  how is OptInter different from AutoInt => OptInter | AutoInt
  contrast AutoInt with OptInter => AutoInt | OptInter
  how do they compare? => these
  how do these differ => these
  what are the differences between them => them
  what's the difference between the two? => the two
  versus OptInter? => it | OptInter
  compare it with the second one => it with the second one
  compare 1 and 3 => 1 and 3
  please compare both => both
similar
  similar to TAROT => TAROT
  papers like TAROT => TAROT
  find me more papers like AutoInt => AutoInt
  show me something similar to HSTU please => HSTU
  more like this => this
  more like the second one => the second one
  more like #2 => #2
  anything similar? => it
  who else does this? => it
  who else works on this => it
  who else has done something similar => it
  related work => it
  related work here? => it
  are there papers in the same spirit? => it
  similar ones => it
  other papers on this? => it
  show me related papers => it
  any similar papers? => it
  similar papers to the first => the first
  is there anything like it? => it
search
  find papers on contrastive learning => contrastive learning
  find me some papers about click-through rate prediction => click-through rate prediction
  papers on diffusion => diffusion
  papers about ads => ads
  any papers on graph neural networks? => graph neural networks
  show me papers about shortcut learning => shortcut learning
  show me some recent work on ad images => ad images
  do you have anything on federated learning? => federated learning
  is there any research on satellite images => satellite images
  look for articles on long sequences => long sequences
  i'm looking for literature on optimal transport => optimal transport
  search for papers about LoRA => LoRA
  list all papers on recommendation => recommendation
  could you recommend a paper about noisy labels? => noisy labels
  i need studies on advertising creatives => advertising creatives
  what do we have on embeddings? => embeddings
  looking up: search click-through rate => ask
show
  open the second one => the second one
  tell me more about the second one => the second one
  tell me about number 3 => number 3
  more about it => it
  show me the abstract of the first one => the first one
  abstract of TAROT => TAROT
  open HSTU => HSTU
  the second one => the second one
  that one => that one
  #3 => #3
  details on this paper please => this paper
  pull up the last one => the last one
next
  more
  show me the rest
  next page
  the rest of the list
back
  go back
  previous page
today
  what's new?
  what is new today
  anything new?
  whats new this morning
  today's papers
  show me the newest papers
  show me today's papers please
  latest papers
  any new papers?
  papers of yesterday => yesterday
  show me the papers from 13 March => 13 March
  papers from monday => monday
trending
  what's trending? => week
  trending papers => week
  what's hot right now => week
  most popular papers this month => month
  show me the top papers of the week => week
  what are the most upvoted papers this week? => week
subscribe
  subscribe me to diffusion models => about diffusion models
  subscribe us to papers on graph learning at 9:00 => about graph learning at 9:00
  subscribe to CTR prediction on mondays => about CTR prediction on mondays
  Subscribe this channel to the daily post
  subscribe me
  subscribe about LoRA at 8:00 => about LoRA at 8:00
  send me papers on LoRA every day => about LoRA daily
  send us a digest every morning => every morning
  post papers about ads here every day at 9:00 => about ads daily at 9:00
  every morning send me papers on diffusion => about diffusion every morning
  I want a daily post about recommendation => about recommendation
  we'd like a daily digest
  start the daily post
  set up a daily digest on retrieval => about retrieval
  keep me posted on optimal transport => about optimal transport
  let us know when there are new papers on segmentation => about segmentation
  notify me about new papers on HSTU => about HSTU
unsubscribe
  stop the daily post => it
  stop the daily posts please => it
  Stop posting here! => it
  can you stop sending me these updates => it
  please stop posting => it
  turn off the digest => it
  cancel my subscription => it
  cancel all subscriptions => it
  no more daily posts => it
  I don't want the daily post anymore => it
  we do not want these posts => it
  unsubscribe me => it
  unsubscribe from everything => it
  end the subscription => it
subscriptions
  my subscriptions
  what are we subscribed to?
  list our subscriptions
  show the daily posts
  when is the next post?
  when does the daily post come?
  change the time of the daily post
  which posts come here?
pause
  pause the daily post => it
  pause it until January => it until January
  stop the daily posts until next week => it until next week
  pause until 10 January => it until 10 January
  no posts for two weeks => it for two weeks
resume
  resume it => it
  start the daily post again => it
forget
  forget this conversation
  forget everything
  forget what I said
  delete our conversation
  clear the history
  erase everything I asked
  please forget all of this
  start over
  let's start fresh
  forget me => me everywhere
  delete my data => me everywhere
  please delete everything you know about me => me everywhere
  erase all you have stored about me => me everywhere
  forget me everywhere => me everywhere
  new conversation
status
  how are you?
  are you there?
  you there?
  ping
help
  what can you do?
  how do I use this bot
  how do i use you
  what commands are there?
  can you help me?
  help me
  commands
evidence
  show me the evidence!
  sources?
  source please
  where does it say that?
  which sentence says that?
  prove it
  how do you know that?
  are you sure?
map
  draw a map of diffusion models => diffusion models
  show me a map of the papers on ads => ads
  map of recommendation => recommendation
  visualize the papers
  plot a map of everything
`

type Row = { command: string; line: string; rest: string }

const labelled: Row[] = []
let command = ''
for (const text of table.split('\n')) {
  const [line = '', rest = ''] = text.trim().split(/\s*=>\s*/)
  if (/^\w+$/.test(text)) command = line
  else if (line !== '') labelled.push({ command, line, rest })
}

/** Lines that look a little like a command and are not. */
const questions = `
what do the papers say about how TAROT selects data?
what does the TAROT paper say about its data?
what is the difference between pre-training and fine-tuning?
how does attention compare to convolution?
and how does it compare to state-of-the-art methods?
dropout vs batch normalization
AutoInt vs FinalMLP on Criteo
which papers are about click-through rate prediction?
which papers use contrastive learning and report gains above 2%?
papers that use graph neural networks
who else uses attention over user behaviour?
what is new about HSTU?
what is new in this paper?
what is the state of the art baseline that OptInter beats?
how does this work?
how does it stop overfitting?
does early stopping help?
how do I stop the model from memorizing?
can you use LoRA with fewer samples?
can LoRA be used for personalization?
can you explain optimal transport?
could TAROT select data for instruction tuning?
will you get the same gain without labels?
what can the model do without labels?
what are you missing when you ignore negatives?
who are the authors of TAROT?
how many papers are about recommendation?
how many samples were used?
which model do they use?
what model is used for segmentation?
what sources does the data come from?
where does it say how big the data set is?
is that true for small data sets too?
similar methods for CTR prediction?
show how TAROT works
show me the trick that makes long sequences fast
help me understand TAROT
status of LoRA?
subscribers of which service are modelled?
stop words in retrieval
what is the most popular baseline?
top-k recommendation
hot start vs cold start problem
new user problem
forgetting in continual learning
forget my data in machine unlearning
forget gate of an LSTM
machine unlearning: how are concepts erased?
erase concepts from diffusion models, how?
what does the daily post of a blogger look like to a recommender?
trending topics detection
update rules of optimizers
summary statistics of the data set
overview images at low resolution
evidence for scaling laws
source domain adaptation
open vocabulary segmentation
open-set recognition
the second stage of training
the first paper that proposed attention
compare the results with and without pre-training
more data or more parameters?
why?
what about FinalMLP?
and the second?
which of these have code?
in German
shorter
thanks to what does it converge faster?
great circle distance
is there a paper?
no negative sampling
wrong labels in data sets
anything that reduces latency?
what should I read to understand diffusion?
which papers cite TAROT?
who cites this?
what do they cite as a baseline?
how does citation count predict quality?
BibTeX parsing with neural networks
save memory during training
export of knowledge graphs
quote attribution in novels
download sampling in recommendation
risk estimation in RIS
`

const unclear = `
stop
stop it
papers
something interesting
tell me something
recommend me a good paper
surprise me
wrong
that's wrong!
this is not helpful
`

const linesOf = (text: string): readonly string[] => text.trim().split('\n')

describe('people ask for commands in their own words', () => {
  it('in at least 150 lines that were looked at', () => {
    expect(labelled.length + linesOf(questions).length + linesOf(unclear).length).toBeGreaterThan(250)
  })

  it.each(labelled)('$command: $line', ({ command, line, rest }) => {
    if (rest === 'ask') expect(route(line, commands)).toMatchObject({ kind: 'run', name: 'ask' })
    else expect(route(line, commands)).toEqual({ kind: 'run', name: command, rest })
  })

  it.each(labelled)('also with our name in front: $line', ({ command, line, rest }) => {
    if (rest !== 'ask') expect(route(`Paperboy, ${line}`, commands)).toMatchObject({ name: command })
  })
})

describe('what is no command stays a question', () => {
  it.each(linesOf(questions))('%s', (line) => {
    expect(route(line, commands)).toEqual({ kind: 'run', name: 'ask', rest: line })
  })

  it.each(['questions', 'questions-held-out'])('in the question set %s', async (name) => {
    const lines = (await readFile(new URL(`../../data/eval/${name}.jsonl`, import.meta.url), 'utf8')).trim()
    const asked = lines.split('\n').map((line) => z.object({ question: z.string() }).parse(JSON.parse(line)))
    const elsewhere = asked.filter(({ question }) => {
      const wanted = route(question, commands)
      return wanted.kind !== 'run' || wanted.name !== 'ask'
    })
    // Only those that ask for a summary or a list in so many words.
    expect(
      elsewhere
        .map(({ question }) => question)
        .filter((it) => !/summari|overview|papers say|^anything on/i.test(it)),
    ).toEqual([])
  })
})

describe('what may mean several things is asked back', () => {
  it.each(linesOf(unclear))('%s', (line) => {
    const wanted = route(line, commands)
    expect(wanted).toMatchObject({ kind: 'unclear', question: expect.stringMatching(/[?.]$/) })
    const lines = wanted.kind === 'unclear' ? wanted.choices.map((choice) => choice.line) : []
    // Every button is a line that is understood.
    for (const said of lines) expect(route(said, commands)).toMatchObject({ kind: 'run' })
  })
})
