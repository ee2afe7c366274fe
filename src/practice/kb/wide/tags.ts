import type { Phrasings } from './phrasing.js';

export const tags: Phrasings = {
  'tags.encode': {
    english: [
      'What sticker goes on device {n}?',
      'Label unit {n} for me.',
      'Turn {n} into one of our equipment codes.',
    ],
    korean: ['일련번호 {n}번의 자산 태그를 써 줘.', '{n}번 기기에 붙일 라벨을 만들어 줘.'],
  },
  'tags.decode': {
    english: [
      'Which device carries the sticker {tag}?',
      'Read the label {tag} back.',
      'Turn our equipment code {tag} into plain figures.',
    ],
    korean: ['자산 태그 {tag}의 일련번호는 뭐야?', '라벨이 {tag}인 기기가 몇 번인지 풀어 줘.'],
  },
  'tags.valid': {
    english: [
      'Can the sticker {tag} be genuine?',
      'Does the label {tag} check out?',
      'Equipment code {tag}: trustworthy?',
    ],
    korean: ['자산 태그 {tag}은 올바른 거야?', '{tag} 라벨을 믿어도 될까?'],
  },
  'tags.next': {
    english: [
      'Which sticker follows {tag}?',
      'Once label {tag} is used up, which do we print?',
      'Give the successor of equipment code {tag}.',
    ],
    korean: ['자산 태그 {tag} 다음 태그는 뭐야?', '{tag} 라벨 뒤에 이어서 찍을 것을 알려 줘.'],
  },
};
