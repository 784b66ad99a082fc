// Once for a whole run: the people, and the server on which each worker has a world.
import { rm } from 'node:fs/promises';
import { Server } from './server.ts';

export default async function start(): Promise<(() => Promise<void>) | undefined> {
  // A server that someone has started already, with its clock: LAB_CLOCK=2026-11-23T10:00:00+01:00 make run.
  if (process.env.LAB_ADDRESS) return undefined;
  const people = await Server.start();
  await people.ends();
  const server = await Server.start(people.folder);
  process.env.LAB_PEOPLE = people.folder;
  process.env.LAB_ADDRESS = server.address;
  process.env.LAB_FOLDER = server.folder;
  return async () => {
    await server.stop();
    await rm(people.folder, { recursive: true, force: true });
  };
}
