import { emptyEnvelope } from "./envelope.ts";
import { Session, type SessionView } from "./session.ts";

/** What a user without a session has: the specification's defaults, to look at. */
export const emptySession = (userId: number): SessionView => new Session(userId, emptyEnvelope());
