import { seedDemoData } from '@message-service/core/demo';
import { ensureDemoUser } from '@message-service/core/users';
import type { Command } from './command.ts';

export const demo: Command = {
  usage: 'demo [--accounts]',
  summary:
    'accounts with DEMO_ADMIN_PASSWORD and DEMO_MODERATOR_PASSWORD, and demo data when empty; --accounts only those',
  async run({ core, settings, args, say }) {
    const accounts = [
      { role: 'admin' as const, name: 'Demo admin', password: settings.DEMO_ADMIN_PASSWORD },
      { role: 'moderator' as const, name: 'Demo moderator', password: settings.DEMO_MODERATOR_PASSWORD },
    ];
    for (const { role, name, password } of accounts) {
      if (password === undefined) continue;
      const email = `${role}@demo.local`;
      await ensureDemoUser(core, {
        email,
        password,
        roles: ['user', role],
        display_name: name,
        user_id: `user_demo${role}01`,
      });
      say(`${email} can sign in`);
    }
    if (args.includes('--accounts')) return 0;
    const seeded = await seedDemoData(core);
    say(
      seeded.messages > 0 ? `${seeded.conversations} conversations, ${seeded.messages} messages` : 'data kept as it is',
    );
    return 0;
  },
};
