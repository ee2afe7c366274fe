import { solution, type Solution } from './solution.js';

/** A Node script with the effective settings as `settings.section.key`, a duration in milliseconds, and the name of a variable. */
const node = (program: string): string => `node -e '
const { readFileSync, existsSync, writeFileSync, appendFileSync } = require("node:fs");
const on = (rule) => Boolean(process.env["house_" + rule]);
const settings = {};
const gone = new Set();
function read(file) {
  let at = "";
  for (const line of existsSync(file) ? readFileSync(file, "utf8").split("\\n") : []) {
    const [key, value] = line.split(" = ");
    if (line.startsWith("[")) settings[at = line.slice(1, -1)] ??= {};
    else if (value === "-" && on("dash")) gone.add(at + " " + key);
    else if (value) settings[at][key] = value;
  }
}
for (const layer of on("site") ? ["base", "host", "site"] : ["base", "site", "host"]) read(layer + ".ini");
for (const [section, key] of [...gone].map((one) => one.split(" "))) delete settings[section][key];
function ms(duration) {
  const [, n, unit] = /^(\\d+)(ms|s)?$/.exec(duration) ?? [];
  return n * (unit === "ms" ? 1 : unit === "s" ? 1000 : on("ticks") ? 100 : 1000);
}
const name = (section, key) => on("env")
  ? "BRK_" + [section, key].map((part) => part.toUpperCase().replace(/[.-]/g, "_")).join("__")
  : (section + "_" + key).toUpperCase().replace(/[.-]/g, "_");
${program}
'`;

const section = (name: string): string =>
  node(`for (const [key, value] of Object.entries(settings.${name})) console.log(key + "=" + value);`);

const addService = (name: string): string =>
  node(`
read("services.ini");
let port = Math.max(...Object.values(settings).map((one) => Number(one.port))) + 1;
while (on("ports") && port % 5 === 0) port++;
appendFileSync("services.ini", "\\n[${name}]\\nport = " + port + "\\nowner = platform\\n");`);

export const config: readonly Solution[] = [
  solution('config-pool-size', 'site', node('console.log(settings.db.pool_size);')),
  solution('config-cache-section', 'site dash', section('cache')),
  solution('config-read-timeout', 'ticks site', node('console.log(ms(settings.http.read_timeout));')),
  solution('config-lease', 'ticks', node('console.log(ms(settings.queue.lease) / 1000);')),
  solution('config-port-reports', 'ports', addService('reports')),
  solution('config-variable-name', 'env', node('console.log(name("log", "keep.days"));')),
  solution(
    'config-job-durations',
    'ticks site dash',
    node(
      'console.log(JSON.stringify(Object.fromEntries(Object.entries(settings.job).map(([key, value]) => [key, ms(value)]))));',
    ),
  ),
  solution('config-port-audio', 'ports', addService('audio')),
  solution('config-smtp-section', 'site dash', section('smtp')),
  solution(
    'config-export-env',
    'env site dash',
    node(`
const lines = Object.entries(settings).flatMap(([at, keys]) => Object.entries(keys).map(([key, value]) => name(at, key) + "=" + value));
writeFileSync("container.env", lines.join("\\n") + "\\n");`),
  ),
  solution(
    'config-export-names',
    'env dash',
    node('for (const key of Object.keys(settings.log)) console.log(name("log", key));'),
  ),
];
