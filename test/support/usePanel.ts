import assert from 'node:assert/strict';
import { PanelHouse, type PanelPage } from './panelPage.js';
import { ready } from './panelScenes.js';

/** Opens a browser with the built panel before the tests of the surrounding `describe` and closes it after them. @returns it, once the tests run */
export function useHouse(): () => PanelHouse {
  let house: PanelHouse | undefined;
  before(async () => {
    house = await PanelHouse.open();
  });
  after(() => house?.close());
  return () => {
    if (!house) throw new Error('the browser opens before the tests, not while they are declared');
    return house;
  };
}

/** Closes what a test has opened; nothing may have breached the content security policy. @param opened the panel of the test */
export function closesPanel(opened: () => PanelPage): void {
  afterEach(async () => {
    assert.deepEqual(await opened().breaches(), []);
    await opened().close();
  });
}

/** A panel of its own for each test of the surrounding `describe`, with a model and no run. @param give takes it before each test */
export function usePanel(give: (panel: PanelPage) => void): () => PanelHouse {
  const house = useHouse();
  let panel: PanelPage;
  beforeEach(async () => {
    panel = await house().panel();
    give(panel);
    await panel.start(ready);
  });
  closesPanel(() => panel);
  return house;
}
