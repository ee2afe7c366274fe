import type { Memento } from './memento.js';

interface Kind {
  readonly id: string;
  readonly description: string;
  /** Words its tasks are made of: in English, Korean and Portuguese. */
  readonly words: readonly string[];
  readonly korean: readonly string[];
  readonly portuguese: readonly string[];
}

const kinds: readonly Kind[] = [
  {
    id: 'invoices',
    description: 'Writes invoices for customers. 고객 송장을 작성합니다.',
    words: ['invoice', 'bill', 'customer', 'payment due', 'net thirty'],
    korean: ['송장', '청구서', '고객에게', '미수금'],
    portuguese: ['fatura', 'cobrança', 'cliente', 'vencimento'],
  },
  {
    id: 'garden',
    description: 'Plans a vegetable garden. 텃밭을 계획합니다.',
    words: ['tomatoes', 'seedlings', 'compost', 'raised bed', 'watering'],
    korean: ['텃밭', '토마토', '모종을', '물주기'],
    portuguese: ['horta', 'tomates', 'mudas', 'adubo'],
  },
  {
    id: 'photos',
    description: 'Sorts photos by date and place. 사진을 정리합니다.',
    words: ['pictures', 'album', 'camera roll', 'duplicates', 'holiday shots'],
    korean: ['사진', '앨범', '카메라', '중복된'],
    portuguese: ['fotos', 'álbum', 'câmera', 'retratos'],
  },
  {
    id: 'minutes',
    description: 'Takes the minutes of a meeting. 회의록을 작성합니다.',
    words: ['standup', 'attendees', 'agenda', 'action items', 'board call'],
    korean: ['회의', '참석자', '안건', '결정사항'],
    portuguese: ['reunião', 'presentes', 'pauta', 'decisões'],
  },
  {
    id: 'recipes',
    description: 'Finds recipes for what is in the kitchen. 요리법을 찾습니다.',
    words: ['dinner', 'leftover rice', 'oven', 'supper', 'spices'],
    korean: ['저녁', '남은 밥', '오븐', '양념으로'],
    portuguese: ['jantar', 'arroz', 'forno', 'temperos'],
  },
];

/** Skills that nothing is ever asked of. */
const idle = Array.from({ length: 15 }, (_, at) => ({
  id: `idle-${at}`,
  name: `Idle ${at}`,
  description: `Handles customer pictures, dinner and garden matters of kind ${at}. 고객 사진 저녁`,
}));

const jsonLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const pairs = (words: readonly string[]): string[] =>
  words.flatMap((one, at) => words.slice(at + 1).map((other) => `${one} ${other}`));

/** Tasks of a skill, every third of them for testing. */
function tasksOf({ id, words, korean, portuguese }: Kind): object[] {
  const tasks = [
    ...pairs(words).map((pair) => `please help with ${pair}`),
    ...pairs(korean).map((pair) => `${pair} 도와주세요`),
    ...pairs(portuguese).map((pair) => `preciso de ajuda com ${pair}`),
  ];
  return tasks.map((query, at) => ({ query, positives: [id], split: at % 3 === 2 ? 'test' : 'train' }));
}

/** Tasks that no skill of the library fits. */
const strangers = ['tune the piano strings', 'repair a bicycle chain', '피아노 조율', 'consertar bicicleta'];

/** Tasks that mention what a skill is about and are for another one. */
const nearMisses = pairs(['invoice', 'compost', 'album', 'agenda', 'oven', 'tomatoes', 'supper']).map((pair, at) => ({
  query: `translate a poem about ${pair}`,
  not: kinds[at % kinds.length]?.id ?? '',
}));

/** Writes a small folder of router data in three languages: `data`, with near-misses in `data/negatives.jsonl`. */
export function writeRouterData(memento: Memento, more: readonly object[] = []): void {
  const skills = kinds.map(({ id, description }) => ({ id, name: id, description, body: null }));
  memento.write('data/skills.jsonl', `\uFEFF${jsonLines([...skills, ...idle])}`);
  memento.write('data/queries.jsonl', jsonLines([...kinds.flatMap(tasksOf), ...more]));
  memento.write('data/negatives.jsonl', jsonLines([...nearMisses, { query: 'nothing at all', not: null }]));
}

/** Test queries that fit nothing. */
export const unanswerable = strangers.map((query) => ({ query, positives: [], split: 'test' }));

/** Queries for testing in the data. */
export const tested = kinds.flatMap(tasksOf).filter((one) => 'split' in one && one.split === 'test').length;
export const trained = kinds.flatMap(tasksOf).length - tested;
export const skillCount = kinds.length + idle.length;
