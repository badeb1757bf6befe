export { WITHHELD_REPLY, withheldReply } from './placeholder.ts';
export {
  MAX_SPANS,
  PiiAction,
  PiiEntity,
  SafetyDecision,
  SafetyFilterName,
  SafetyFinding,
  SafetyPolicy,
  SafetySpan,
  SafetyVerdict,
} from './schema.ts';
