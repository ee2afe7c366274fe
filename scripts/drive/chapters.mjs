// @ts-check
import { create } from './chapters/create.mjs';
import { interrupt } from './chapters/interrupt.mjs';
import { learn } from './chapters/learn.mjs';
import { library } from './chapters/library.mjs';
import { noFolder, noModel, untrusted } from './chapters/not-ready.mjs';
import { reject } from './chapters/reject.mjs';
import { twoWindows } from './chapters/two-windows.mjs';

/** The whole story, in the order it is told. @type {readonly import('./story.mjs').Chapter[]} */
export const chapters = [
  learn(),
  reject(),
  create(),
  twoWindows(),
  library(),
  interrupt(),
  noFolder(),
  untrusted(),
  noModel(),
];
