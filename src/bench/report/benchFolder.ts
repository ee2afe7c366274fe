import path from 'node:path';

/** Where the benchmarks of a workspace are kept, a folder each, below its state folder. */
export const benchFolder = (stateDir: string): string => path.join(stateDir, 'bench');

/** The report of a benchmark in its folder: a {@link import('./benchReport.js').BenchReport} as JSON. */
export const reportFile = 'report.json';
