/** English words that carry no topic. The same list for tasks and skills, so that scores stay comparable. */
export const stopWords: ReadonlySet<string> = new Set(
  `a an the of to in on for with and or is are was were be been being by at as from that this these those it its i me my we our you your he she
  they them their can could would should will shall may might do does did have has had not no if then so than too very just about into over under
  out up down what which who whom how when where why all any both each few more most other some such only own same s t don now please help need
  want like get got make let us use using there here am im ive id also else whether via per etc`.split(/\s+/),
);
