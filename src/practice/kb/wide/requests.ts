import type { Phrasings } from './phrasing.js';

export const requests: Phrasings = {
  'requests.errors': {
    english: [
      'How often did the server fail, going by {file}?',
      'In the traffic {file}, how much went wrong?',
      'Tally the bad responses of {file}.',
    ],
    korean: ['{file} 요청 로그에 오류가 몇 건 있어?', '{file}로 보아 서버가 얼마나 자주 실패했지?'],
  },
  'requests.clienthits': {
    english: [
      'How often did {ip} visit, going by {file}?',
      'In the traffic {file}, how much came from {ip}?',
      'Tally the calls of {ip} found in {file}.',
    ],
    korean: ['{file} 요청 로그에서 클라이언트 {ip}의 요청은 몇 건이야?', '{file}로 보아 {ip}에서 얼마나 자주 들렀지?'],
  },
  'requests.toppath': {
    english: [
      'Which address do visitors like best, going by {file}?',
      'In the traffic {file}, what endpoint leads?',
      'Tell me the favourite url of {file}.',
    ],
    korean: ['{file} 요청 로그에서 가장 많이 요청된 경로는 뭐야?', '{file}로 보아 사람들이 즐겨 찾는 주소를 알려 줘.'],
  },
  'requests.clienterrors': {
    english: [
      'How often did the server fail {ip}, going by {file}?',
      'In the traffic {file}, how much went wrong for {ip}?',
      'Tally the bad responses that {ip} got in {file}.',
    ],
    korean: [
      '{file} 요청 로그에서 클라이언트 {ip}의 오류는 몇 건이야?',
      '{file}로 보아 서버가 {ip}에 얼마나 자주 실패했지?',
    ],
  },
};
