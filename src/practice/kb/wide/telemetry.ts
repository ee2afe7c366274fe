import type { Phrasings } from './phrasing.js';

export const telemetry: Phrasings = {
  'telemetry.typical': {
    english: [
      'What does the {sensor} probe usually show in {file}?',
      'Going by {file}, which figure is normal for {sensor}?',
      'Sum up the {sensor} gauge in one representative number from {file}.',
    ],
    korean: [
      '{file} 계측 자료에서 {sensor} 센서의 대표값은 얼마야?',
      '{sensor} 기기는 {file} 기준으로 평소에 무엇을 가리키지?',
    ],
  },
  'telemetry.peak': {
    english: [
      'How far up did the probes climb in {file}?',
      'What is the maximum in the gauge data {file}?',
      'Take {file} and look for the topmost instrument figure.',
    ],
    korean: ['{file} 계측 자료에서 최댓값은 얼마야?', '{file} 기준으로 어느 기기든 제일 높이 올라간 수치를 알려 줘.'],
  },
  'telemetry.lowest': {
    english: [
      'How far down did the probes fall in {file}?',
      'What is the minimum in the gauge data {file}?',
      'Take {file} and look for the bottommost instrument figure.',
    ],
    korean: ['{file} 계측 자료에서 최솟값은 얼마야?', '{file} 기준으로 어느 기기든 제일 낮게 내려간 수치를 알려 줘.'],
  },
  'telemetry.overall': {
    english: [
      'What do the probes in {file} usually show when taken together?',
      'Going by {file}, which figure is normal across the instruments?',
      'Sum up the gauges of {file} in one representative number.',
    ],
    korean: [
      '{file} 계측 자료에서 모든 센서를 합친 대표값은 얼마야?',
      '{file} 기준으로 기기 전체가 평소에 가리키는 수치를 알려 줘.',
    ],
  },
};
