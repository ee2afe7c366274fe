import type { Phrasings } from './phrasing.js';

export const inventory: Phrasings = {
  'inventory.stock': {
    english: [
      'According to {file}, how much {item} is on the shelves?',
      'How many units of {item} can we ship, going by {file}?',
      '{file}: quantity on hand for {item}, please.',
    ],
    korean: ['{file} 재고표에 {item} 품목이 몇 개 있어?', '{item} 물건이 창고에 얼마나 남았는지 {file}에서 찾아 줘.'],
  },
  'inventory.low': {
    english: [
      'How many lines of {file} are above the reorder level?',
      'In {file}, tally the entries with enough supply to exceed the threshold.',
      'Going by {file}, how often do we keep beyond what we must?',
    ],
    korean: [
      '{file} 재고표에서 하한보다 많은 행은 몇 개야?',
      '{file}에서 꼭 둬야 할 양을 넘긴 줄이 얼마나 되는지 세어 줘.',
    ],
  },
  'inventory.site': {
    english: [
      'Which warehouse turns up in {file} more than any other?',
      'At which place do the entries of {file} pile up?',
      'Going by {file}, what location leads in lines?',
    ],
    korean: ['{file} 재고표에 행이 가장 많은 지점은 어디야?', '{file}에 제일 자주 나오는 창고를 알려 줘.'],
  },
  'inventory.sitestock': {
    english: [
      'According to {file}, how much lies in the {site} warehouse?',
      'How many units can {site} ship, going by {file}?',
      '{file}: quantity on hand at {site}, please.',
    ],
    korean: [
      '{file} 재고표에서 {site} 지점의 재고는 모두 몇 개야?',
      '{site} 창고에 물건이 얼마나 남았는지 {file}에서 찾아 줘.',
    ],
  },
};
