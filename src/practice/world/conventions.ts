import { asRecord, commonSense, type Convention, type House, optionsOf, settle } from '../kb/house.js';
import { domains, slotsOf } from '../kb/kinds.js';
import { pick, seeded } from '../random.js';

/** Share of conventions that differ from common sense: so much is to be learned. */
const unusual = 0.8;
/** Under drift, the share of conventions that change in each of the first domains. */
const changing = 0.5;
const driftingDomains = 4;

/** The conventions of every domain, drawn from the seed. */
export function drawConventions(seed: string, drifted: boolean): ReadonlyMap<string, House> {
  return new Map(
    domains.map((domain, index) => {
      const house = drawHouse(seed, domain);
      return [domain, drifted && index < driftingDomains ? drift(house, seed, domain) : house];
    }),
  );
}

function drawHouse(seed: string, domain: string): House {
  const random = seeded(`conv${seed}${domain}`);
  const conventions = slotsOf(domain).flatMap((slot): Convention[] =>
    random() < unusual ? [{ slot, option: pick(random, optionsOf(slot).slice(1)) }] : [],
  );
  return settle(commonSense, conventions);
}

function drift(house: House, seed: string, domain: string): House {
  const random = seeded(`drift${seed}${domain}`);
  const now = asRecord(slotsOf(domain).map((slot) => ({ slot, option: house[slot] })));
  const changes = slotsOf(domain).flatMap((slot): Convention[] =>
    random() < changing
      ? [
          {
            slot,
            option: pick(
              random,
              optionsOf(slot).filter((option) => option !== now[slot]),
            ),
          },
        ]
      : [],
  );
  return settle(house, changes);
}
