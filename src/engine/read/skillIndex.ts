import type { Steps } from '../steps.js';
import { Bm25f, type Document } from './bm25f.js';
import type { SkillText } from './example.js';
import { Resemblance } from './resemblance.js';
import { positiveText } from './refusals.js';
import { Tokenizer, type Word } from './tokens.js';

/** How much the resemblance counts beside BM25F; chosen on train parts (docs/ROUTER.md). */
const resemblanceWeight = 0.55;
/** Beginning of the body that resemblance looks at, in characters: what a skill is about stands there. */
const bodyStart = 500;

/** What a task is looked up by. */
export interface Lookup {
  readonly words: readonly Word[];
  readonly terms: readonly string[];
}

/** What a skill says of itself at the beginning, without what it says it is not for. */
export const ownWords = ({ name, description, body }: SkillText): string =>
  `${name} . ${positiveText(description)} . ${body.slice(0, bodyStart)}`;

/** Finds skills by their own words: the part of the score that needs no experience. */
export class SkillIndex {
  private constructor(
    readonly skills: readonly SkillText[],
    readonly tokenizer: Tokenizer,
    private readonly words: Bm25f,
    private readonly resemblance: Resemblance,
  ) {}

  /** Reads the skills one by one; thousands of them take seconds. */
  static *build(skills: readonly SkillText[]): Steps<SkillIndex> {
    const tokenizer = new Tokenizer();
    const documents: Document[] = [];
    for (const skill of skills) {
      documents.push({
        name: tokenizer.terms(skill.name),
        description: tokenizer.terms(positiveText(skill.description)),
        body: tokenizer.terms(skill.body),
      });
      yield;
    }
    const words = yield* Bm25f.build(documents);
    const own = function* (): Generator<readonly Word[]> {
      for (const skill of skills) yield tokenizer.words(ownWords(skill));
    };
    return new SkillIndex(skills, tokenizer, words, yield* Resemblance.build(own(), skills.length));
  }

  lookup(task: string): Lookup {
    const words = this.tokenizer.words(task);
    return { words, terms: words.filter(({ stop }) => !stop).map(({ stem }) => stem) };
  }

  /** Plain BM25F, 0 to 1 a skill. */
  bm25f({ terms }: Lookup): Float32Array {
    return this.words.scores(terms);
  }

  /** BM25F and resemblance together, 0 to 1.55 a skill. */
  text({ words }: Lookup, bm25f: Float32Array): Float32Array {
    const scores = this.resemblance.scores(words);
    for (let skill = 0; skill < scores.length; skill++)
      scores[skill] = (bm25f[skill] ?? 0) + resemblanceWeight * (scores[skill] ?? 0);
    return scores;
  }

  /** Terms the task and a skill share, the most telling first. */
  shared({ terms }: Lookup, skill: number): readonly string[] {
    return this.words.matched(terms, skill);
  }
}
