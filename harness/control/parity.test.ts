import { join } from "node:path";
import { Project, Scope } from "ts-morph";
import { describe, expect, test } from "vitest";
import { startControl } from "./control.ts";

/** The call that does the same; or `none:`, and why there is none. */
type Counterpart = string;

const inside = "none: it is for what runs inside this process";
const shown = "GET /bots/:id";
const send = "POST /users/:id/messages";
const file = "POST /users/:id/files";

/** All that a test in TypeScript can do, and how a test in another language does it. */
const counterparts: Record<string, Record<string, Counterpart>> = {
  "telegram.ts FakeTelegram": {
    apiRoot: "GET /",
    calls: "GET /calls",
    faults: "POST /faults",
    clock: "POST /clock",
    limitFlood: "PUT /flood",
    setLatency: "PUT /latency",
    canaries: "POST /canaries",
    bot: "POST /bots",
    user: "POST /users",
    group: "POST /groups",
    channel: "POST /channels",
    verdict: "GET /verdict",
    assertSound: "GET /verdict",
    transcript: "GET /transcript",
    world: inside,
    oracles: "GET /oracles",
    "[Symbol.asyncDispose]": "POST /reset",
  },
  "world/bot-account.ts BotAccount": {
    me: shown,
    id: shown,
    user: shown,
    token: shown,
    allowed: shown,
    commands: shown,
    idleProbe: "PATCH /bots/:id",
    updates: "GET /bots/:id/updates",
    repeatLatestUpdate: "POST /bots/:id/repeat",
    pollElsewhere: "POST /bots/:id/poll-elsewhere",
    hosts: "GET /bots/:id/process",
    hostEnded: "POST /bots/:id/process/exit",
    poll: inside,
    webhook: inside,
    activity: inside,
    texts: inside,
    menuButtons: inside,
    defaultRights: inside,
    callbacks: inside,
    inlineQueries: inside,
    messageIds: inside,
    rename: inside,
    describeUser: inside,
    tell: inside,
    privateChatWith: inside,
    findChat: inside,
    chat: inside,
    close: inside,
  },
  "people/presence.ts Presence": {
    world: inside,
    json: "GET /",
    id: "GET /",
    firstName: "GET /",
    phone: "POST /users",
    messages: "GET /users/:id/messages",
  },
  "people/sender.ts Sender": {
    send,
    sendLocation: send,
    sendContact: send,
    sendDice: send,
    sendSticker: send,
    sendPhoto: file,
    sendVoice: file,
    sendDocument: file,
    sendMedia: file,
    sendAlbum: "POST /users/:id/albums",
    moveLocation: "PUT /users/:id/messages/:message/location",
    stopLocation: "DELETE /users/:id/messages/:message/location",
    forward: "POST /users/:id/messages/:message/forward",
    delete: "DELETE /users/:id/messages/:message",
    edit: "PATCH /users/:id/messages/:message",
    shareContact: send,
    sendPoll: send,
    sendShared: "POST /users/:id/presses",
  },
  "people/user.ts User": {
    press: "POST /users/:id/presses",
    react: "PUT /users/:id/messages/:message/reaction",
    vote: "PUT /users/:id/messages/:message/vote",
    draft: "GET /users/:id/drafts/:bot",
    stopDraft: "DELETE /users/:id/drafts/:bot",
    open: "GET /users/:id/messages/:message/file",
    inline: "POST /users/:id/inline",
    choose: "POST /users/:id/choices",
    join: "POST /users/:id/join",
    leave: "POST /users/:id/leave",
    rename: "PATCH /users/:id",
    setPhoto: "PUT /users/:id/photo",
    block: "PUT /users/:id/blocked/:bot",
    unblock: "DELETE /users/:id/blocked/:bot",
    change: "PATCH /users/:id",
    start: "POST /users/:id/start",
    openLink: "POST /users/:id/links",
    tapCommand: "POST /users/:id/commands",
  },
  "people/group.ts Group": {
    id: "GET /",
    add: "PUT /groups/:id/members/:member",
    remove: "DELETE /groups/:id/members/:member",
    promote: "PUT /groups/:id/administrators/:member",
    migrate: "POST /groups/:id/migrate",
    topic: "POST /groups/:id/topics",
  },
  "people/group.ts Channel": { post: "POST /channels/:id/posts", edit: "PATCH /channels/:id/posts/:message" },
  "people/expect.ts Expectation": {
    toSee: "POST /users/:id/expect",
    toSeeNothing: "POST /users/:id/expect",
    toSeeTyping: "POST /users/:id/expect",
    toSeeDraft: "POST /users/:id/expect",
    toSeeReaction: "POST /users/:id/expect",
    toSeeButton: "POST /users/:id/expect",
    toSeeEntity: "POST /users/:id/expect",
    toSeeFile: "POST /users/:id/expect",
    toSeeEdit: "POST /users/:id/expect",
    toSeeDeletion: "POST /users/:id/expect",
  },
  "faults/faults.ts Faults": {
    add: "POST /faults",
    hold: "POST /holds",
    clear: "DELETE /faults",
    left: "GET /faults",
    all: "GET /faults",
    history: "GET /faults",
    planned: inside,
    changed: inside,
  },
  "faults/standing-fault.ts StandingFault": {
    number: "GET /faults",
    met: "GET /faults",
    left: "GET /faults",
    lift: "DELETE /faults/:id",
    fault: inside,
    toString: inside,
    toJSON: inside,
  },
  "faults/gate.ts Gate": {
    held: "GET /holds/:id",
    release: "POST /holds/:id/release",
    cut: "POST /holds/:id/cut",
  },
  "world/server-clock.ts ServerClock": {
    now: "GET /clock",
    unix: "GET /clock",
    aheadMs: "GET /clock",
    advance: "POST /clock",
    advanced: inside,
    after: inside,
    pause: inside,
    close: inside,
  },
  "oracles/oracles.ts Oracles": {
    canaries: "POST /canaries",
    off: "POST /oracles/off",
    isOn: "GET /oracles",
    allowRefusal: "POST /oracles/allowed-refusals",
    problems: "GET /verdict",
    report: inside,
    checkAtEnd: inside,
  },
  "oracles/canaries.ts Canaries": { plant: "POST /canaries", said: inside, escaped: inside },
  "server/call-log.ts CallLog": {
    of: "GET /calls",
    last: "GET /calls",
    newestFirst: "GET /calls",
    "[Symbol.iterator]": "GET /calls",
    add: inside,
  },
  "recorder/recorder.ts Recorder": {
    write: "GET /recordings/:id",
    stop: "POST /recordings/:id/stop",
    grown: inside,
  },
  "bots/bot-process.ts BotProcess": {
    account: shown,
    files: "POST /bots/:id/files/damage",
    samples: "GET /bots/:id/process/samples",
    running: "GET /bots/:id/process",
    pid: "GET /bots/:id/process",
    restarts: "GET /bots/:id/process",
    trouble: "GET /bots/:id/process",
    exitCode: "GET /bots/:id/process",
    phase: "GET /bots/:id/process",
    phaseChanged: inside,
    startedAt: "GET /bots/:id/process",
    isAskedToEnd: "GET /bots/:id/process",
    output: "GET /bots/:id/process/output",
    tail: "GET /bots/:id/process/output",
    wrote: "POST /bots/:id/process/output",
    start: "POST /bots/:id/process/start",
    stop: "POST /bots/:id/process/stop",
    kill: "POST /bots/:id/process/kill",
    restart: "POST /bots/:id/process/restart",
    exit: "POST /bots/:id/process/exit",
    usage: "GET /bots/:id/process/usage",
    "[Symbol.asyncDispose]": "PUT /bots/:id/process",
  },
  "bots/files/bot-files.ts BotFiles": {
    damage: "POST /bots/:id/files/damage",
    swap: "POST /bots/:id/files/swap",
    remove: "POST /bots/:id/files/remove",
    lock: "POST /bots/:id/files/lock",
    readOnly: "POST /bots/:id/files/read-only",
    limit: "POST /bots/:id/files/limit",
    disk: "POST /bots/:id/files/disk",
  },
  "bots/files/small-disk.ts SmallDisk": { fill: "POST /disks/:id/fill" },
  "bots/files/undo.ts Undoable": { undo: "POST /undo/:id" },
};

/** Which no member stands behind. */
const besides = ["DELETE /bots/:id/updates", "DELETE /disks/:id", "POST /recordings"];

describe("the control API does what the TypeScript library does:", () => {
  const project = new Project({ skipAddingFilesFromTsConfig: true });

  test.each(Object.entries(counterparts))("every member of %s", (name, members) => {
    const [path = "", type = ""] = name.split(" ");
    const source = project.addSourceFileAtPath(join(import.meta.dirname, "..", path));
    const found = source.getClass(type)?.getInstanceMembers() ?? source.getInterfaceOrThrow(type).getMembers();
    const open = found.filter((one) => isOpen(one)).map((one) => ("getName" in one ? one.getName() : ""));
    const howTo = `A member of ${type} is new or gone: name its call here, or why there is none, or mark it @internal.`;
    expect(Object.keys(members).toSorted(), howTo).toEqual([...new Set(open)].toSorted());
  });

  test("every call that is named here is there, and every call that is there is named", async () => {
    await using control = await startControl();
    const there = control.calls.map(({ method, path }) => `${method} ${path}`);
    const named = Object.values(counterparts).flatMap((members) => Object.values(members));
    const calls = new Set([...named.filter((one) => !one.startsWith("none: ")), ...besides]);
    expect([...calls].toSorted()).toEqual(there.toSorted());
  });
});

/** Whether whoever has such a thing may use this part of it. */
function isOpen(member: object): boolean {
  if ("getScope" in member && (member.getScope as () => Scope)() !== Scope.Public) return false;
  const docs = "getJsDocs" in member ? (member.getJsDocs as () => { getInnerText(): string }[])() : [];
  return !docs.some((doc) => doc.getInnerText().includes("@internal"));
}
