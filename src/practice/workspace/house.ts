import { commonSense, type House } from '../kb/house.js';

/** The conventions of the house whose files lie in the practice workspace, by domain. Nothing in the workspace states them but one skill. */
export const houses: Readonly<Record<string, House>> = {
  ledger: { ...commonSense, scale: 'cents', round: 'even', skipflag: 'V', paren: 'neg' },
  requests: { ...commonSense, health: 'hz', errdef: 's4' },
  telemetry: { ...commonSense, missing: 'n999', agg: 'median' },
  inventory: { ...commonSense, scale: 'dozens', skipflag: 'T' },
  shifts: { ...commonSense, daystart: 'd6', brk: 'b30', durfmt: 'hm' },
};
