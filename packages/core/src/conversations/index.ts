export { announceActivity, watchConversations } from './activity.ts';
export { archiveConversation, restoreConversation } from './archive-conversation.ts';
export { type ConversationDoc, conversations } from './conversations.ts';
export { correctSlots, findTouched } from './correct-slots.ts';
export { createConversation } from './create-conversation.ts';
export { findConversation, getConversation, readConversation } from './get-conversation.ts';
export { listConversationSummaries, listConversations, queryConversations } from './list-conversations.ts';
export { findValidated } from './neighbour.ts';
export {
  releaseReplySlot,
  releaseReservation,
  reserveMessage,
  takeReplyNumber,
  takeReplySlot,
} from './reserve-message.ts';
export { updateConversation } from './update-conversation.ts';
