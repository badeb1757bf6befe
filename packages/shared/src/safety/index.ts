export { WITHHELD_REPLY, withheldReply } from './placeholder.ts';
export {
  DifferencePage,
  DropPolicyInput,
  Judgement,
  ListDifferencesInput,
  PolicyDifference,
  PolicyList,
  PolicyName,
  PolicyView,
  PromotePolicyInput,
  TryPolicyInput,
} from './policies.ts';
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
