/** How runs are judged whose task has no check of its own. */
export interface FeedbackSettings {
  /** Tests or build of the workspace, run before the agent acts and after it; empty: none. */
  readonly command: string;
  /** Whether a model is asked when nothing stronger has decided. Costs three requests for such a run. */
  readonly judge: boolean;
}

export const defaultFeedback: FeedbackSettings = { command: '', judge: false };
