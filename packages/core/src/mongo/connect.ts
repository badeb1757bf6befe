import { type Db, MongoClient } from 'mongodb';

export type MongoConnection = { client: MongoClient; db: Db; close(): Promise<void> };

/** Told of every command that was answered, or failed: its name, such as `find`, and how long it took. */
export type OnCommand = (operation: string, seconds: number) => void;

/**
 * Connects and pings. Writes are acknowledged by a majority and retried once by the driver.
 * @throws errors of the driver when the database is not reached
 */
export const connectMongo = async (
  url: string,
  database: string,
  appName: string,
  onCommand?: OnCommand,
): Promise<MongoConnection> => {
  const client = new MongoClient(url, {
    appName,
    monitorCommands: onCommand !== undefined,
    ignoreUndefined: true,
    retryReads: true,
    retryWrites: true,
    writeConcern: { w: 'majority' },
    maxPoolSize: 50,
    serverSelectionTimeoutMS: 4_000,
    connectTimeoutMS: 4_000,
    waitQueueTimeoutMS: 4_000,
    socketTimeoutMS: 60_000,
  });
  if (onCommand) {
    const tell = ({ commandName, duration }: { commandName: string; duration: number }) =>
      onCommand(commandName, duration / 1_000);
    client.on('commandSucceeded', tell).on('commandFailed', tell);
  }
  await client.connect();
  const db = client.db(database);
  await db.command({ ping: 1 });
  return { client, db, close: () => client.close() };
};
