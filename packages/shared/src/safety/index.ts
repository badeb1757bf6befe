export { WITHHELD_REPLY, withheldReply } from './placeholder.ts';
export {
  DifferencePage,
  DifferenceRow,
  DropPolicyInput,
  Judgement,
  ListDifferencesInput,
  PolicyChanges,
  PolicyDifference,
  PolicyList,
  PolicyName,
  PolicyView,
  PreviewTextInput,
  PromotePolicyInput,
  TextPreview,
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
