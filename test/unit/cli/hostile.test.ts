import assert from 'node:assert/strict';
import { Memento, skillText } from './memento.js';

describe('memento skills with hostile names', () => {
  let memento: Memento;
  beforeEach(() => {
    memento = Memento.empty();
  });
  afterEach(() => memento.dispose());

  const names = [
    ...['../../etc/passwd', '..', '.', '/etc/passwd', 'a/b', 'a\\b', 'C:\\x', 'con', '-', ' ', 'ſkill'],
    ...['__proto__', 'constructor', 'toString', '\u001b[31mred', 'a\nb', 'x'.repeat(5000), '{0}', '$(id)', '%s'],
  ];

  it('refuses them in one line wherever a skill is named', async () => {
    memento.write('.memento/skills/good/SKILL.md', skillText('good'));
    const verbs = [
      ...['show', 'trust', 'restore', 'history', 'lock', 'unlock', 'archive', 'adopt', 'publish', 'discard', 'export'],
      'import',
    ];
    // Each name with one verb and each verb with the worst of the names.
    const pairs = [
      ...names.map((name, index) => [verbs[index % verbs.length] ?? '', name]),
      ...verbs.map((verb) => [verb, 'a\n\u001b[31mb']),
    ];
    const calls = pairs.map(([verb = '', name = '']) => [
      ...['skills', verb, '--', name],
      ...(verb === 'restore' ? ['1'] : []),
    ]);
    for (const call of calls) {
      const said = await memento.refused(call);
      assert.doesNotMatch(said, /\u001b|\bat .*\.cjs/);
    }
    assert.deepEqual(
      (await memento.json<{ name: string }[]>(['skills', 'list'])).map(({ name }) => name),
      ['good'],
    );
  });

  it('takes no word of the language for a command or a verb', async () => {
    for (const word of ['__proto__', 'constructor', 'toString']) {
      assert.match(await memento.refused([word]), /There is no command/);
      assert.match(await memento.refused(['skills', word]), /takes one of/);
    }
  });

  it('lets no name or text of a skill look like a line of its own', async () => {
    memento.write(
      '.memento/skills/a\nb  v9    100 % of 9 uses/SKILL.md',
      '---\nname: a\ndescription: "good\\n  scripts: none"\n---\nx\n',
    );
    const listed = await memento.text(['skills', 'list']);
    assert.doesNotMatch(listed, /^ *b  v9/m);
    assert.doesNotMatch(await memento.text(['skills', 'trust']), /^ *scripts: none/m);
  });

  it('lists folders with such names as what they are, without obeying them', async () => {
    const shown = ['\u001b[2Jgone', '\u202egnp.exe', '__proto__', '{0}', 'Ünï', '-rf', 'x'.repeat(200)];
    for (const name of shown)
      memento.write(`.memento/skills/${name}/SKILL.md`, skillText('other', `\u001b]0;title\u0007\n`));
    const rows = await memento.json<{ name: string; state: string }[]>(['skills', 'list']);
    assert.deepEqual(rows.map(({ name }) => name).sort(), [...shown].sort());
    const text = await memento.text(['skills', 'list']);
    assert.doesNotMatch(text, /[\u001b\u0007\u202e]/);
    assert.match(text, /\\x1b\[2Jgone/);
    assert.doesNotMatch(await memento.text(['skills', 'trust', '--all']), /[\u001b\u0007\u202e]/);
  });

  it('needs a value for every word it asks for', async () => {
    for (const [call, said] of [
      [['skills', 'history'], /Usage: memento skills history NAME/],
      [['skills', 'history', 'a', 'b'], /Usage: memento skills history NAME/],
      [['skills', 'restore', 'a'], /Usage: memento skills restore NAME VERSION/],
      [['skills', 'discard'], /Usage/],
      [['skills', 'import'], /Usage/],
      [['skills', 'list', 'x'], /Usage/],
      [['skills', 'init', '--force'], /--force/],
      [['skills', 'publish', 'a', '--to'], /--to/],
      [['skills', 'trust', 'a', '--all'], /Usage/],
      [['skills', 'list', '--folder'], /--folder/],
      [['proposals', 'undo'], /Usage/],
      [['skills', 'import', 'nowhere-at-all'], /nowhere-at-all/],
    ] as const)
      assert.match(await memento.refused(call), said);
    memento.write('.memento/skills/good/SKILL.md', skillText('good'));
    await memento.json(['skills', 'trust', 'good']);
    for (const version of ['0', '2', '1.5', '99999999999', ''])
      await memento.refused(['skills', 'restore', '--', 'good', version]);
    assert.match(await memento.refused(['skills', 'show', 'good', '--file', '../../x']), /has no file/);
  });
});
