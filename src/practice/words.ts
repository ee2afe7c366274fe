/** Words that say nothing about the topic of a request or a skill. */
const stopWords = new Set(
  `a an the of to in on for and or is are be with from by at as it its this that which what how many use using used when
  where your you please give answer report file value each per must into than then only not no all any do does rule rules
  tasks task mention mentions conventions convention skill skills following find compute tell me also did long according`.split(
    /\s+/,
  ),
);
const koreanStopWords = new Set(
  `얼마 얼마나 어디 언제 무엇 뭐라고 어느 어떤 며칠 알려 찾아 만들어 써 지어 모두 전부 가장 제일 있어 대한 위한 관한`.split(
    ' ',
  ),
);
/** Particles, and what makes a question of a noun; one syllable before them could as well be a part of the word. */
const ending = /(?<=..)(?:에서|으로|에게|까지|부터|보다|이야|이지|[은는이가을를의에로과와도만야지])$/u;

/** The words of a text that carry its topic, in order, with repetitions: English ones, and Korean ones without their particles. */
export const topicWords = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z][a-z0-9_]+|\p{Script=Hangul}{2,}/gu) ?? [])
    .map((word) => word.replace(ending, ''))
    .filter((word) => !stopWords.has(word) && !koreanStopWords.has(word));

/** Whether a request is put in Korean. */
export const isKorean = (text: string): boolean => /\p{Script=Hangul}/u.test(unquoted(text));

/** A text without what stands in double quotes: titles quoted in a request are data, not topic. */
export const unquoted = (text: string): string => text.replace(/"[^"]*"/g, '');
