/** Valid inputs by their name, whatever the door. */
export const SAMPLES: Record<string, unknown> = {
  policy_name: 'known',
  action: 'dismiss',
  category: 'spam',
  text: 'hello',
  minutes: 5,
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-02T00:00:00Z',
  provider: 'demo',
  forced: null,
  reason: 'because',
  display_name: 'Somebody',
  roles: ['user'],
};
