import { listDifferences } from '@message-service/core/moderation';
import { dropPolicy, listPolicies, previewText, promotePolicy, tryPolicy } from '@message-service/core/safety';
import {
  DifferencePage,
  DropPolicyInput,
  ListDifferencesInput,
  PolicyList,
  PolicyView,
  PreviewTextInput,
  PromotePolicyInput,
  TextPreview,
  TryPolicyInput,
} from '@message-service/shared/safety';
import { z } from 'zod';
import { defineRoute } from '../http/define-route.ts';
import { ADMINS, MODERATORS } from '../policy.ts';

const tag = 'Safety';

export const safetyRoutes = [
  defineRoute({
    method: 'GET',
    path: '/safety/policies',
    summary: 'The policies of the filters, the one in force first',
    tag,
    policy: MODERATORS,
    input: z.strictObject({}),
    output: PolicyList,
    status: 200,
    handle: ({ core, identity }) => listPolicies(core, identity),
  }),
  defineRoute({
    method: 'POST',
    path: '/safety/policies',
    summary: 'Have a policy judge in the shadow, without effect',
    tag,
    policy: ADMINS,
    input: TryPolicyInput,
    output: PolicyView,
    status: 201,
    handle: ({ core, identity }, input) => tryPolicy(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/safety/policies/{policy_name}/differences',
    summary: 'What a policy judges differently',
    tag,
    policy: MODERATORS,
    input: ListDifferencesInput,
    output: DifferencePage,
    status: 200,
    handle: ({ core, identity }, input) => listDifferences(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/safety/policies/{policy_name}/promote',
    summary: 'Put a policy into force',
    tag,
    policy: ADMINS,
    input: PromotePolicyInput,
    output: PolicyView,
    status: 200,
    handle: ({ core, identity }, input) => promotePolicy(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/safety/policies/{policy_name}/drop',
    summary: 'End the trial of a policy',
    tag,
    policy: ADMINS,
    input: DropPolicyInput,
    output: PolicyView,
    status: 200,
    handle: ({ core, identity }, input) => dropPolicy(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/safety/preview',
    summary: 'What would become of a text by a policy, with changes; nothing follows from it',
    tag,
    policy: MODERATORS,
    input: PreviewTextInput,
    output: TextPreview,
    status: 200,
    handle: ({ core }, input) => previewText(core, input),
  }),
];
