/** Words that say nothing about the topic of a request or a skill. */
const stopWords = new Set(
  `a an the of to in on for and or is are be with from by at as it its this that which what how many use using used when
  where your you please give answer report file value each per must into than then only not no all any do does rule rules
  tasks task mention mentions conventions convention skill skills following find compute tell me also did long according`.split(
    /\s+/,
  ),
);

/** The words of a text that carry its topic, in order, with repetitions. */
export const topicWords = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z][a-z0-9_]+/g) ?? []).filter((word) => !stopWords.has(word));

/** A text without what stands in double quotes: titles quoted in a request are data, not topic. */
export const unquoted = (text: string): string => text.replace(/"[^"]*"/g, '');
