import { chapters } from '../../scripts/drive/chapters.mjs';
import { useWindow } from '../support/vscode.js';

/** The story that `npm start -- --smoke` plays, here with the packed extension. A chapter ends at its first failure. */
for (const chapter of chapters)
  describe(chapter.name, () => {
    const window = useWindow(chapter.window);
    let told = true;
    for (const step of chapter.steps)
      it(step.name, async () => {
        if (!told) throw new Error('an earlier step of this chapter failed');
        told = false;
        await step.run(window());
        told = true;
      });
  });
