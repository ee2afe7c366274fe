import type { Phrasings } from './phrasing.js';

export const ledger: Phrasings = {
  'ledger.total': {
    english: [
      'Using {file}, how much money went through {acc}?',
      'In {file}, tot every posting under {acc} together.',
      '{file} holds bookkeeping entries; what do those against {acc} reach?',
    ],
    korean: ['{file} 장부에서 {acc} 계정의 합계는 얼마야?', '{acc} 앞으로 {file}에 적힌 돈을 전부 더해 줘.'],
  },
  'ledger.largest': {
    english: [
      'What was our biggest payment in {file}?',
      'Find the costliest posting of {file}.',
      'Going by {file}, what is the top figure among its transactions?',
    ],
    korean: ['{file} 장부에서 가장 큰 금액은 얼마야?', '{file}에 적힌 거래 중 제일 비싼 것을 찾아 줘.'],
  },
  'ledger.net': {
    english: [
      'What is left on balance when everything in {file} is put together?',
      'Going by {file}, how much money do we end with?',
      'Work out the bottom line of {file}.',
    ],
    korean: ['{file} 장부의 모든 금액을 합하면 얼마야?', '{file}에 적힌 거래를 전부 셈하면 무엇이 남지?'],
  },
  'ledger.average': {
    english: [
      'Give the mean posting under {acc}, from {file}.',
      'How much money does {acc} see per transaction in {file}?',
      'Share the {file} entries of {acc} out evenly: how big is each?',
    ],
    korean: ['{file} 장부에서 {acc} 계정의 평균 금액은 얼마야?', '{acc} 앞으로 {file}에 적힌 거래는 건당 얼마꼴이지?'],
  },
};
