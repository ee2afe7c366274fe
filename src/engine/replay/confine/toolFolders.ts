import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** Variables that name the folder of a tool chain, among those a command gets (`safety/environment.ts`). */
const variables = [
  ...[
    'JAVA_HOME',
    'GOPATH',
    'GOROOT',
    'RUSTUP_HOME',
    'PYENV_ROOT',
    'VIRTUAL_ENV',
    'CONDA_PREFIX',
    'NVM_DIR',
    'VOLTA_HOME',
  ],
  ...['PNPM_HOME', 'ANDROID_HOME', 'DOTNET_ROOT', 'RBENV_ROOT', 'SDKMAN_DIR'],
];

/** Their folders hold more than programs: of these only the programs are shown. */
const mixed = new Set(['.local', '.cargo', '.config', '.npm-global']);

/**
 * Folders in which programs lie that a command may need: those of PATH with what belongs to them (`lib` beside `bin`), and those of tool chains.
 * A folder that holds the home folder is left out, and so is the home folder.
 */
export async function toolFolders(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): Promise<readonly string[]> {
  const named = variables.flatMap((name) => environment[name]?.split(path.delimiter) ?? []);
  const searched = (environment.PATH ?? '').split(path.delimiter).map((folder) => {
    const parent = path.dirname(folder);
    const alone = !/^s?bin$/.test(path.basename(folder)) || parent === home || mixed.has(path.basename(parent));
    return alone ? folder : parent;
  });
  const rustup = searched.includes(path.join(home, '.cargo/bin')) ? [path.join(home, '.rustup')] : [];
  const found = new Set<string>();
  for (const folder of [...named, ...searched, ...rustup]) {
    if (!path.isAbsolute(folder)) continue;
    const real = await realpath(folder).catch(() => undefined);
    const holdsHome = (one: string): boolean => one === '/' || home === one || home.startsWith(`${one}/`);
    if (real === undefined || holdsHome(real) || holdsHome(path.resolve(folder))) continue;
    found.add(path.resolve(folder));
  }
  return [...found].filter((one) => ![...found].some((other) => one !== other && one.startsWith(`${other}/`)));
}
