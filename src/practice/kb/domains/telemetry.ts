import { round } from '../helpers/amounts.js';
import { isMissing, typical } from '../helpers/readings.js';
import { rows } from '../helpers/table.js';
import type { Rules } from '../house.js';
import type { Asked, Kind } from '../kind.js';

/** The readings there are, of one sensor or of all. */
export function readings(input: string, house: Rules<'missing'>, sensor?: string): number[] {
  return rows<'sensor' | 'reading'>(input)
    .filter((row) => sensor === undefined || row.sensor === sensor)
    .map((row) => Number(row.reading))
    .filter((reading) => !isMissing(reading, house));
}

export function telemetryTypical(
  { sensor }: Asked<'sensor'>,
  house: Rules<'missing' | 'agg' | 'round'>,
  input: string,
): string {
  return round(typical(readings(input, house, sensor), house), house);
}

export function telemetryPeak(_asked: Asked, house: Rules<'missing' | 'round'>, input: string): string {
  return round(Math.max(...readings(input, house)), house);
}

export function telemetryLowest(_asked: Asked, house: Rules<'missing' | 'round'>, input: string): string {
  return round(Math.min(...readings(input, house)), house);
}

export function telemetryOverall(_asked: Asked, house: Rules<'missing' | 'agg' | 'round'>, input: string): string {
  return round(typical(readings(input, house), house), house);
}

/** Requests about a telemetry file: `minute,sensor,reading,flag`. */
export const telemetry: readonly Kind[] = [
  {
    id: 'telemetry.typical',
    domain: 'telemetry',
    about: 'Typical reading of one sensor.',
    uses: ['missing', 'agg', 'round'],
    texts: [
      'What is the typical reading of sensor {sensor} in the telemetry file {file}?',
      'Telemetry {file}: report the typical value that sensor {sensor} measured.',
    ],
    solver: 'telemetryTypical',
    solve: telemetryTypical,
  },
  {
    id: 'telemetry.peak',
    domain: 'telemetry',
    about: 'Highest reading of any sensor.',
    uses: ['missing', 'round'],
    texts: [
      'What is the highest reading of any sensor in the telemetry file {file}?',
      'Telemetry {file}: report the peak sensor reading.',
    ],
    solver: 'telemetryPeak',
    solve: telemetryPeak,
  },
  {
    id: 'telemetry.lowest',
    domain: 'telemetry',
    about: 'Lowest reading of any sensor.',
    uses: ['missing', 'round'],
    texts: ['What is the lowest reading of any sensor in the telemetry file {file}?'],
    solver: 'telemetryLowest',
    solve: telemetryLowest,
  },
  {
    id: 'telemetry.overall',
    domain: 'telemetry',
    about: 'Typical reading over all sensors.',
    uses: ['missing', 'agg', 'round'],
    texts: ['Over all sensors, what is the typical reading in the telemetry file {file}?'],
    solver: 'telemetryOverall',
    solve: telemetryOverall,
  },
];
