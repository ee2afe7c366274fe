import type { Disposable } from '../../engine/ports.js';
import { Disposables } from '../common/disposables.js';
import type { Reporter } from '../common/reporter.js';
import type { Engines } from '../engines/engines.js';
import type { LibraryModel } from '../library/libraryModel.js';
import type { Settings } from '../settings/settings.js';

interface Deps {
  readonly settings: Settings;
  readonly engines: Engines;
  readonly library: LibraryModel;
  readonly reporter: Reporter;
}

/** Which folders of other agents are read follows the setting at once, in every folder that is open. */
export function followSources({ settings, engines, library, reporter }: Deps): Disposable {
  const now = (): string => settings.disabledSources.join('\n');
  let before = now();
  const follow = async (): Promise<void> => {
    await Promise.all(engines.opened.map(({ engine }) => engine.useSources(settings.disabledSources)));
  };
  const owned = new Disposables();
  owned.add(
    settings.onDidChange(() => {
      if (now() === before) return;
      before = now();
      // Without an engine, in a folder that is not trusted, nobody tells that something else is there.
      reporter.guard(() => (engines.opened.length > 0 ? follow() : library.refresh()));
    }),
  );
  // One that was opening meanwhile has begun with what the setting was before.
  owned.add(engines.onDidChange(() => reporter.guard(follow)));
  return owned;
}
