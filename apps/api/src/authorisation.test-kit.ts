/** Valid inputs by their name, whatever the door. */
export const SAMPLES: Record<string, unknown> = {
  policy_name: 'known',
  action: 'dismiss',
  category: 'spam',
  text: 'hello',
  q: 'hello',
  query: { terms: [{ any: [{ text: 'hello' }] }] },
  minutes: 5,
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-02T00:00:00Z',
  provider: 'demo',
  forced: null,
  reason: 'because',
  display_name: 'Somebody',
  roles: ['user'],
  scope: 'user',
  unit: 'tokens',
  warn_at: 1e8,
  stop_at: 1e8,
  // of the budget with this scope and unit for each
  budget_id: 'budget_718de4541c1ce0dd3335ec2ea1e9f6a9',
};
