import { type Db, MongoClient } from 'mongodb';

export type MongoConnection = { client: MongoClient; db: Db; close(): Promise<void> };

/** Connects and pings. Writes are acknowledged by a majority and retried once by the driver. */
export const connectMongo = async (url: string, database: string, appName: string): Promise<MongoConnection> => {
  const client = new MongoClient(url, {
    appName,
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
  await client.connect();
  const db = client.db(database);
  await db.command({ ping: 1 });
  return { client, db, close: () => client.close() };
};
