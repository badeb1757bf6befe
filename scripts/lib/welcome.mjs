import path from 'node:path';
import { root } from './paths.mjs';

const shown = (folder) => path.relative(root, folder) || '.';
const withoutPassword = (url) => url.replace(/\/\/[^@/]*@/, '//…@');

/** What `npm start` says once everything is healthy. */
export function welcome({ plan, stores, accounts }, phases) {
  const { api_url, console_url, worker_url } = plan.urls;
  const signIn = [
    `  Sign in   ${accounts.admin.email.padEnd(21)}  ${accounts.admin.password}`,
    `            ${accounts.moderator.email.padEnd(21)}  ${accounts.moderator.password}`,
    `            (kept in ${shown(path.join(plan.dataDir, 'credentials.json'))})`,
  ];
  return `${[
    '',
    phases.table(),
    '',
    `  Console   ${console_url}`,
    ...signIn,
    `  API       ${api_url}   (${api_url}/docs)`,
    `  Worker    ${worker_url}/metrics`,
    `  MongoDB   ${withoutPassword(stores.mongodb_url)}   (${stores.mongodb})`,
    `  Redis     ${withoutPassword(stores.redis_url)}   (${stores.redis})`,
    `  Logs      ${shown(path.join(plan.dataDir, 'logs'))}`,
    '',
    '  A first message, from another terminal:',
    '',
    '    TOKEN=$(npm run -s token -- --user user_demo00001 --role user)',
    `    CONVERSATION=$(curl -s ${api_url}/conversations -H "authorization: Bearer $TOKEN" \\`,
    `      -H 'content-type: application/json' -d '{"character_id":"char_luna00001"}' | sed 's/.*"conversation_id":"\\([^"]*\\)".*/\\1/')`,
    `    MESSAGE=$(curl -s ${api_url}/messages -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\`,
    `      -d "{\\"conversation_id\\":\\"$CONVERSATION\\",\\"content\\":{\\"text\\":\\"Hello\\"}}" | sed 's/.*"message_id":"\\([^"]*\\)".*/\\1/')`,
    `    curl -sN ${api_url}/messages/$MESSAGE/events -H "authorization: Bearer $TOKEN"`,
    '',
    `  Ready in ${phases.elapsed().toFixed(1)} s. Ctrl-C ends it all.`,
    '',
    '',
  ].join('\n')}`;
}
