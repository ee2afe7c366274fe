import type { Phrasings } from './phrasing.js';

export const naming: Phrasings = {
  'naming.slug': {
    english: [
      'What goes at the end of the web address of "{title}"?',
      'Turn the headline "{title}" into a link.',
      'Shorten the article "{title}" for its url.',
    ],
    korean: ['제목이 "{title}"인 글의 슬러그를 만들어 줘.', '"{title}" 기사는 어떤 주소로 올려?'],
  },
  'naming.doc': {
    english: [
      'How do we call the printable version of "{title}" on disk?',
      'Save "{title}" to our archive: as what?',
      'Give the paper "{title}" its label on the shared drive, ready for Acrobat.',
    ],
    korean: ['제목이 "{title}"인 문서의 파일 이름을 지어 줘.', '"{title}" 보고서를 인쇄용으로 저장하면 뭐라고 부르지?'],
  },
  'naming.branch': {
    english: [
      'Where do I commit the work on "{title}"?',
      'Open a line of development for the issue "{title}".',
      'Which git ref belongs to the story "{title}"?',
    ],
    korean: ['제목이 "{title}"인 티켓의 브랜치 이름을 지어 줘.', '"{title}" 작업을 올릴 갈래를 깃에서 뭐라고 하지?'],
  },
  'naming.pair': {
    english: [
      'What goes at the ends of the web addresses of "{title}" and "{other}"? Put a blank in the middle.',
      'Turn the headlines "{title}" and "{other}" into links, side by side.',
      'Shorten the articles "{title}" and "{other}" for their urls, on one line.',
    ],
    korean: [
      '제목이 "{title}"인 글과 "{other}"인 글의 슬러그를 이어 줘.',
      '"{title}" 기사와 "{other}" 기사는 어떤 주소들로 올려?',
    ],
  },
};
