import { TooLongError } from '../../engine/errors.js';
import type { ChatModel, ChatReply, Logger } from '../../engine/ports.js';

/** What is made of a request that the model has not read. */
const nothing: ChatReply = {
  content: '',
  toolCalls: [],
  finish: 'length',
  usage: { promptTokens: null, completionTokens: null },
};

/**
 * The same model, but a task that is too long for it from the start is one it has not solved, like one whose reply is cut off: of hundreds of
 * tasks one must not end the benchmark. In the editor it is an error, since there the person can mend it.
 */
export const unreadCutOff = (model: ChatModel, logger: Logger): ChatModel => ({
  info: model.info,
  chat: async (request, progress, signal) => {
    try {
      return await model.chat(request, progress, signal);
    } catch (error) {
      // Only who acts has tools; what it has made long itself is a limit to the engine already.
      const isTask = request.tools !== undefined && !request.messages.some(({ role }) => role === 'assistant');
      if (!isTask || !(error instanceof TooLongError)) throw error;
      logger.warn(`A task counts as not solved: ${error.message}`);
      return nothing;
    }
  },
});
