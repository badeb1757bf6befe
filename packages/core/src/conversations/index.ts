export { type ConversationDoc, conversations } from './conversations.ts';
export { createConversation } from './create-conversation.ts';
export { findConversation, getConversation, readConversation } from './get-conversation.ts';
export { listConversations } from './list-conversations.ts';
export { releaseReplySlot, releaseReservation, reserveMessage, takeReplyNumber } from './reserve-message.ts';
