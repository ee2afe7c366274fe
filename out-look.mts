import { mkdir } from 'node:fs/promises';
import { PanelHouse } from '/work/wt/ui/test/support/panelPage.js';
import { scenes } from '/work/wt/ui/test/support/panelScenes.js';
const want = (process.env.SCENES ?? '').split(',');
const house = await PanelHouse.open();
await mkdir('/tmp/looks', { recursive: true });
for (const [theme, width] of (process.env.VIEWS ?? 'dark:900').split(',').map((one) => one.split(':')) as [any, any][]) {
  const panel = await house.panel({ theme, width: Number(width) });
  for (const name of want) {
    await panel.renew();
    const [scene, open] = name.split('+');
    await panel.post(...scenes[scene!]!(Date.now()));
    if (open) for (const sel of open.split('|')) { await panel.page.locator(sel).first().click(); await panel.drawn(); }
    const b = await panel.breaches(); const s = await panel.sideways();
    await panel.page.mouse.move(0,0);
    await panel.picture(`/tmp/looks/${scene}${open ? '-open' : ''}-${theme}-${width}.png`);
    console.log(name, theme, width, b, s);
  }
  await panel.close();
}
await house.close();
