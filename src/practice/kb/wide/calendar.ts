import type { Phrasings } from './phrasing.js';

export const calendar: Phrasings = {
  'calendar.due': {
    english: [
      'Starting at {d}, when have {n} workdays gone by?',
      'Move {d} forward by {n} weekdays.',
      'Ordered on {d} with {n} office mornings of handling: until when is it promised?',
    ],
    korean: ['{d}부터 영업일로 {n}일 뒤는 언제야?', '{d}에 맡기고 일하는 날만 {n}일 세면 며칠이 되지?'],
  },
  'calendar.between': {
    english: [
      'How far apart are {d} and {e}?',
      'We stay from {d} until {e}: how much of a holiday is that?',
      'Length of the span {d} to {e}, please.',
    ],
    korean: ['{d}부터 {e}까지 날수를 세어 줘.', '{d}에 떠나 {e}에 돌아오면 여행이 얼마나 되지?'],
  },
  'calendar.week': {
    english: [
      'When does the weekly plan around {d} start?',
      'Go back from {d} to where its run of seven opens.',
      'Our rota turns over regularly: since when is the one covering {d} in force?',
    ],
    korean: ['{d}이 들어 있는 주는 언제 시작해?', '{d} 무렵의 이레가 열리는 아침을 짚어 줘.'],
  },
  'calendar.workdays': {
    english: [
      'How many workdays lie from {d} to {e}?',
      'From {d} until {e}, how often is the office open?',
      'Leave {d} to {e}: number of weekdays taken, please.',
    ],
    korean: ['{d}부터 {e}까지 영업일은 며칠이야?', '{d}에서 {e} 사이에 사무실을 여는 날이 얼마나 되지?'],
  },
};
