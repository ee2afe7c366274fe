// node --import tsx test/support/routerPicture.ts FILE: the picture of the Router page for the README, of made-up figures labelled as such.
import assert from 'node:assert/strict';
import { PanelHouse } from './panelPage.js';
import { scenes } from './panelScenes.js';

const [file] = process.argv.slice(2);
assert.ok(file, 'where to?');
const house = await PanelHouse.open();
try {
  const panel = await house.panel({ width: 1000, height: 800 });
  await panel.post(...(scenes['router-simulated']?.(Date.now()) ?? []));
  await panel.picture(file);
} finally {
  await house.close();
}
