import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { scenes } from '../support/panelScenes.js';
import { useHouse } from '../support/usePanel.js';

const pictures = path.resolve('out/panel');

describe('panel: every page in every theme, narrow and wide', () => {
  const house = useHouse();
  before(() => mkdir(pictures, { recursive: true }));

  for (const theme of ['dark', 'light', 'hc'] as const)
    for (const width of [380, 900])
      it(`${theme}, ${width} px: nothing stands out, nothing breaks the content security policy`, async () => {
        const panel = await house().panel({ theme, width });
        for (const [name, messages] of Object.entries(scenes)) {
          await panel.renew();
          await panel.post(...messages(Date.now()));
          await panel.page.locator('.drawing').waitFor({ state: 'detached' });
          const breaches = await panel.breaches();
          const sideways = await panel.sideways();
          // Taking a picture puts a style element into the page, which the policy reports: so only after the question.
          await panel.picture(path.join(pictures, `${name}-${theme}-${width}.png`));
          assert.equal(sideways, 0, name);
          assert.deepEqual(breaches, [], name);
        }
        await panel.close();
      });
});
