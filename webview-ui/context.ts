import type { FromPanel } from '../src/protocol.js';
import type { RunView } from './runView.js';
import type { PanelState } from './state.js';
import type { UiState } from './ui.js';

/** What every view is given. */
export interface Context {
  readonly state: PanelState;
  readonly ui: UiState;
  /** Time for figures that grow, in milliseconds since the epoch; moves at most four times a second. */
  readonly now: number;
  /** The run figures are taken from: while it runs a picture of it at most a quarter of a second old. */
  readonly sample: RunView | null;
  /** Width of the panel in pixels: charts are drawn to measure, so that their words keep their size. */
  readonly width: number;
  /** Steps that began below the part the reader is reading. */
  readonly unseen: number;
  readonly toEnd: () => void;
  readonly post: (message: FromPanel) => void;
  readonly update: (change: Partial<UiState>) => void;
  /** Moves focus to the element with this id; only ever in answer to the reader's own act. */
  readonly focus: (id: string) => void;
}
