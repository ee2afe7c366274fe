/** Markdown that shows the text as it is. `appendText` of VS Code would glue the words together, so that lines break within them. */
export const escaped = (value: string): string => value.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&');
