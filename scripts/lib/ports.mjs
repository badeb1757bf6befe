import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

const close = (server) => new Promise((resolve) => server.close(resolve));

async function problemOf({ variable, port, host }) {
  try {
    await close(await listen(port, host));
    return null;
  } catch (error) {
    if (error.code === 'EADDRINUSE')
      return `Port ${port} is taken. End the program that uses it, or choose another: ${variable}=${port + 1} npm start`;
    if (error.code === 'EACCES')
      return `Port ${port} needs special rights. Choose one above 1023: ${variable}=8080 npm start`;
    return `HOST ${host} cannot be listened on (${error.code}).`;
  }
}

/** Throws one Failure that names every port which cannot be used and the variable that changes it. */
export async function requirePorts(wanted) {
  const twice = wanted.filter(({ port }, index) => wanted.findIndex((other) => other.port === port) !== index);
  const problems = twice.map(({ variable, port }) => `${variable} is ${port}, which another of our ports already is.`);
  for (const one of wanted.filter((candidate) => !twice.includes(candidate))) {
    const problem = await problemOf(one);
    if (problem) problems.push(problem);
  }
  if (problems.length > 0) throw new Failure([...new Set(problems)].join('\n  '));
}

/** Ports that nobody listens on, found all at once so that they differ. */
export async function freePorts(count) {
  const servers = [];
  for (let index = 0; index < count; index += 1) servers.push(await listen(0, '127.0.0.1'));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map(close));
  return ports;
}
