import type { Skill } from '../skills/skill.js';
import { type Text, text } from '../text.js';
import { Bm25f, fields, type Match } from './bm25f.js';
import type { Candidate, Route, Utility } from './route.js';
import { tokens } from './tokens.js';

/**
 * Score below which no skill is used. A skill whose description names half of a task's words scores about 0.25; on the tasks of the
 * practice world the elementary skills, which fit none of them, reach at most 0.12 and a fitting skill at least 0.18.
 */
const noSkillThreshold = 0.15;
/** Candidates shown, "no skill" not counted (router.md 5: slate of five). */
const slate = 5;

/** What is known of a skill besides its text. */
export interface SkillFacts {
  readonly version: number;
  readonly utility: Utility;
}

/** Chooses the skill for a task. */
export class Router {
  private indexed: { readonly skills: readonly Skill[]; readonly index: Bm25f } | undefined;

  /** Top-1 by BM25F or "no skill". `forced` is the person's own choice and only changes who is marked as chosen. */
  route(
    prompt: string,
    skills: readonly Skill[],
    facts: ReadonlyMap<string, SkillFacts>,
    forced?: string | null,
  ): Route {
    const matches = this.index(skills).search(tokens(prompt));
    const best = matches[0];
    const picked = best && best.score >= noSkillThreshold ? (skills[best.document]?.name ?? null) : null;
    const chosen = forced === undefined ? picked : forced;
    const candidates = matches.slice(0, slate).flatMap((match) => {
      const skill = skills[match.document];
      return skill ? [candidate(skill, match, facts.get(skill.name), prompt, chosen)] : [];
    });
    if (chosen !== null && !candidates.some((one) => one.skill === chosen)) {
      const skill = skills.find((one) => one.name === chosen);
      if (skill) candidates.push(candidate(skill, undefined, facts.get(skill.name), prompt, chosen));
    }
    return {
      chosen,
      version: chosen === null ? null : (facts.get(chosen)?.version ?? null),
      by: forced === undefined ? 'router' : 'person',
      candidates: [...candidates, noSkill(chosen, best, skills)].sort((a, b) => b.score - a.score),
      considered: skills.length,
    };
  }

  private index(skills: readonly Skill[]): Bm25f {
    if (this.indexed?.skills !== skills) {
      const index = new Bm25f(
        skills.map((skill) => ({
          name: tokens(skill.name),
          description: tokens(skill.description),
          body: tokens(skill.body),
        })),
      );
      this.indexed = { skills, index };
    }
    return this.indexed.index;
  }
}

function candidate(
  skill: Skill,
  match: Match | undefined,
  facts: SkillFacts | undefined,
  prompt: string,
  chosen: string | null,
): Candidate {
  const words = match ? readable(match.terms, prompt) : [];
  return {
    skill: skill.name,
    version: facts?.version ?? null,
    score: match?.score ?? 0,
    parts: fields.map(({ id }) => ({ id, value: match?.parts[id] ?? 0 })),
    words,
    ...(facts ? { utility: facts.utility } : {}),
    why: why(skill.name === chosen, words, match?.score ?? 0),
  };
}

function why(chosen: boolean, words: readonly string[], score: number): Text {
  const shown = words.slice(0, 4).join(', ');
  if (!shown) return text('You chose it; it shares no word with the task.');
  if (chosen) return text('Chosen: it matches “{0}”.', shown);
  if (score < noSkillThreshold) return text('Matches only “{0}”, too little to rely on.', shown);
  return text('Matches “{0}”, but another skill matches more.', shown);
}

function noSkill(chosen: string | null, best: Match | undefined, skills: readonly Skill[]): Candidate {
  return {
    skill: null,
    version: null,
    score: noSkillThreshold,
    parts: [],
    words: [],
    why: noSkillReason(chosen, best, skills),
  };
}

function noSkillReason(chosen: string | null, best: Match | undefined, skills: readonly Skill[]): Text {
  if (chosen !== null) return text('Used when no skill scores at least {0}.', noSkillThreshold.toFixed(2));
  if (!skills.length) return text('The library is empty.');
  if (!best) return text('Chosen: no skill shares a word with the task.');
  return text('Chosen: no skill scores at least {0}.', noSkillThreshold.toFixed(2));
}

/** The words of the task behind stemmed terms, so that a person reads “ledger”, not its stem. */
function readable(terms: readonly string[], prompt: string): string[] {
  const original = new Map<string, string>();
  for (const [found] of prompt.matchAll(/[\p{L}\p{N}_.+#-]+/gu))
    for (const term of tokens(found)) if (!original.has(term)) original.set(term, found.replace(/[.]+$/, ''));
  return [...new Set(terms.map((term) => original.get(term) ?? term))];
}
