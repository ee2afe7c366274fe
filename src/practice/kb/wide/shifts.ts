import type { Phrasings } from './phrasing.js';

export const shifts: Phrasings = {
  'shifts.worked': {
    english: [
      'How many hours did {who} put in on {day}, going by {file}?',
      '{who} was on duty on {day}: for what span, says {file}?',
      'Take {file} and figure out how busy {who} was on {day}, for payroll.',
    ],
    korean: [
      '{file} 근무표에서 {who}의 {day} 근무 시간은 얼마야?',
      '{who} 씨가 {day}에 얼마나 일했는지 {file}로 셈해 줘.',
    ],
  },
  'shifts.count': {
    english: [
      'How many stints fall on {day}, going by {file}?',
      '{file}: number of duties started on {day}, please.',
      'Take {file} and tell me how often somebody clocked in on {day}.',
    ],
    korean: ['{file} 근무표에서 {day}에 속하는 근무는 몇 건이야?', '{day}에 출근한 횟수를 {file}로 세어 줘.'],
  },
  'shifts.longest': {
    english: [
      'How many hours did {who} put in at the most in one go, by {file}?',
      'What was the biggest span {who} was on duty without leaving, says {file}?',
      'Take {file} and look up the maximum stint of {who}.',
    ],
    korean: [
      '{file} 근무표에서 {who}의 최장 근무는 얼마야?',
      '{who} 씨가 한 번에 제일 오래 일한 만큼을 {file}로 셈해 줘.',
    ],
  },
  'shifts.alltime': {
    english: [
      'How many hours did {who} put in altogether, going by {file}?',
      '{who} was on duty for what span in sum, says {file}?',
      'Take {file} and figure out how busy {who} was from start to end, for payroll.',
    ],
    korean: [
      '{file} 근무표 전체에서 {who}의 근무 시간은 얼마야?',
      '{who} 씨가 그동안 통틀어 얼마나 일했는지 {file}로 셈해 줘.',
    ],
  },
};
