import { solution, type Solution } from './solution.js';

const house = (rule: string, yes: string, no: string): string =>
  `if [ "$house_${rule}" ]; then cat <<'END'\n${yes}\nEND\nelse cat <<'END'\n${no}\nEND\nfi`;
const code = (text: string): string => `cat <<'END'\n${text}\nEND`;
/** Writes a module of parts, each as the house wants it or as most people would write it. */
const module = (file: string, ...parts: readonly string[]): string => `{\n${parts.join('\n')}\n} >${file}`;

const round = house(
  'halfdown',
  'const whole = (cents) => Math.ceil(cents - 0.5);',
  'const whole = (cents) => Math.round(cents);',
);
const verdict = house(
  'result',
  'const verdict = (bad) => (bad ? { ok: false, code: `E_${bad.toUpperCase()}` } : { ok: true });',
  'const verdict = (bad) => !bad;',
);
const capped = house('cap', 'const limit = (size) => Math.min(size, 40);', 'const limit = (size) => size;');
const shown = house(
  'unknown',
  "const shown = (name) => name || 'n/k';",
  "const shown = (name) => name || '(no name)';",
);
const order = house(
  'last',
  "const last = (name) => Number(name.startsWith('_'));\n" +
    'const compare = (a, b) => last(a) - last(b) || (a.toLowerCase() < b.toLowerCase() ? -1 : 1);',
  'const compare = (a, b) => (a < b ? -1 : 1);',
);

export const javascript: readonly Solution[] = [
  solution(
    'javascript-fix-discount',
    'halfdown',
    module(
      'storefront/price.mjs',
      round,
      code('export const discounted = (cents, percent) => whole((cents * (100 - percent)) / 100);'),
    ),
  ),
  solution(
    'javascript-validate-signup',
    'result',
    module(
      'signup.mjs',
      verdict,
      code(`export const validateSignup = ({ email, age }) =>
  verdict(!/.@./.test(email) ? 'email' : !Number.isInteger(age) || age < 18 ? 'age' : '');`),
    ),
  ),
  solution(
    'javascript-paginate',
    'cap',
    module(
      'paging.mjs',
      capped,
      code('export const paginate = (items, page, size) => items.slice((page - 1) * limit(size), page * limit(size));'),
    ),
  ),
  solution(
    'javascript-fix-roster',
    'unknown last',
    module(
      'sellers.mjs',
      shown,
      order,
      code('export const roster = (sellers) => sellers.map(({ name }) => shown(name)).sort(compare);'),
    ),
  ),
  solution(
    'javascript-fix-share',
    'halfdown',
    module(
      'storefront/commission.mjs',
      round,
      code('export const commission = (cents, rate) => whole((cents * rate) / 100);'),
    ),
  ),
  solution(
    'javascript-validate-address',
    'result',
    module(
      'address.mjs',
      verdict,
      code(`export const validateAddress = ({ street, postcode, city }) =>
  verdict(!street?.trim() ? 'street' : !/^\\d{5}$/.test(postcode) ? 'postcode' : !city?.trim() ? 'city' : '');`),
    ),
  ),
  solution(
    'javascript-script-sellers',
    'unknown last',
    module(
      'list.mjs',
      code("import { readFileSync } from 'node:fs';"),
      shown,
      order,
      code(`const sellers = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const name of sellers.map((seller) => shown(seller.name)).sort(compare)) console.log(name);`),
    ),
  ),
  solution(
    'javascript-script-sale',
    'halfdown cap',
    module(
      'sale.mjs',
      code("import { readFileSync } from 'node:fs';"),
      round,
      capped,
      code(`const [file, percent, size] = process.argv.slice(2);
const prices = JSON.parse(readFileSync(file, 'utf8')).slice(0, limit(Number(size)));
for (const cents of prices) console.log(whole((cents * (100 - percent)) / 100));`),
    ),
  ),
];
