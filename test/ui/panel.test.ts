import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { PanelHouse } from '../support/panelPage.js';
import { scenes } from '../support/panelScenes.js';

const pictures = path.resolve('out/panel');

describe('panel', () => {
  let house: PanelHouse;
  before(async () => {
    house = await PanelHouse.open();
  });
  after(() => house.close());

  describe('every page in every theme, narrow and wide', () => {
    before(() => mkdir(pictures, { recursive: true }));
    for (const [name, messages] of Object.entries(scenes))
      for (const theme of ['dark', 'light', 'hc'] as const)
        for (const width of [380, 900])
          it(`${name}, ${theme}, ${width} px`, async () => {
            const panel = await house.panel({ theme, width, height: 700, scale: 1.5 });
            await panel.post(...messages(Date.now()));
            const overflow = await panel.page.evaluate<number>(
              'document.documentElement.scrollWidth - document.documentElement.clientWidth',
            );
            const breaches = await panel.breaches();
            // Taking a picture puts a style element into the page, which the policy reports: so only afterwards.
            await panel.page.screenshot({ path: path.join(pictures, `${name}-${theme}-${width}.png`), fullPage: true });
            assert.equal(overflow, 0, 'nothing may stand out to the right');
            assert.deepEqual(breaches, []);
            await panel.close();
          });
  });
});
