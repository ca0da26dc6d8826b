/** One line of the specification, to the letter. */
export interface Line {
  readonly text: string;
  /** Where its words are read another way here: what they mean. */
  readonly readAs?: string;
  /** Titles of the scenarios that show it. */
  readonly shownBy: readonly string[];
  /** Which of their evidence is about this line. Default: all. */
  readonly evidence?: RegExp;
}

export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

const STORE = "the pickle file is the store: sessions/bot_data.sqlite by default, or keys in Redis";
const FILE = "the pickle file is sessions/bot_data.sqlite";
const REAL_TURNS = "by real turns, without changing the code";

const created = "Test 1: a new session is created for first-time users";
const restarted = "Test 2: session data persists when the bot restarts";
const isolated = "Test 3: different users have isolated session data";
const cleared = "Test 4: /clear resets the session and names the old one";
const counted = "Test 5: the turn count increments, 0 → 1 → 2 → 3, also across restarts";
const sound = "Test 6: the store is sound and readable after the bot stopped";
const pruned = "Test 7: sessions inactive for more than 7 days are removed by command";
const killed = "A session survives kill -9, and so does what was sent meanwhile";
const soundAfterKill = "The store is sound and readable after kill -9 and a restart";
const crowd = "50 users at once do not interfere with each other's sessions";
const defaults = "New users get initialized with default user data";
const modes = "The store is created in sessions/, for the owner alone";
const missing = "A missing store is created";
const garbage = "A garbage store is set aside, said in the log, and the bot starts fresh";
const damaged = "A damaged session is set aside and its user told; the others go on";
const fast = "Session load and save take less than 100 ms, and a user less than 10 KB";
const denied = [
  "sessions/ of somebody else",
  "sessions/ that may not be written",
  "a file that may not be written",
].map((what) => `Permission denied, ${what}: one clear line, exit 1`);

/** The specification's own checklist: test procedures, acceptance criteria, troubleshooting guide, notes. */
export const checklist: readonly Section[] = [
  {
    title: "Test 1: Session Creation",
    lines: [
      { text: "Session ID should be generated in format `user_{id}_{hash}`", shownBy: [created] },
      { text: "Turn count should be 0", shownBy: [created] },
      { text: "Workspace path should be set", shownBy: [created] },
    ],
  },
  {
    title: "Test 2: Session Persistence Across Restarts",
    lines: [
      { text: "Session ID should be the same as before restart", shownBy: [restarted] },
      { text: "Turn count should be preserved", shownBy: [restarted] },
      { text: "Last active timestamp should be preserved", shownBy: [restarted] },
      { text: "Check pickle file was created", readAs: STORE, shownBy: [restarted] },
    ],
  },
  {
    title: "Test 3: Multi-User Isolation",
    lines: [
      { text: "Session IDs must be different", shownBy: [isolated] },
      { text: "No data leakage between users", shownBy: [isolated] },
    ],
  },
  {
    title: "Test 4: Session Clear",
    lines: [
      { text: "After `/clear`, session ID should be reset to None", shownBy: [cleared] },
      { text: "Turn count should be 0", shownBy: [cleared] },
      { text: "Previous session ID should be shown in clear confirmation", shownBy: [cleared] },
    ],
  },
  {
    title: "Test 5: Turn Count Increment",
    lines: [
      { text: "Turn count should increment consistently", readAs: REAL_TURNS, shownBy: [counted] },
      { text: "Count should persist across bot restarts", shownBy: [counted] },
    ],
  },
  {
    title: "Test 6: Pickle File Integrity",
    lines: [{ text: "Verify pickle file is not corrupted and can be read.", readAs: STORE, shownBy: [sound] }],
  },
  {
    title: "Test 7: Cleanup Old Sessions",
    lines: [{ text: "Verify old session was removed", readAs: "by `holdfast sessions prune`", shownBy: [pruned] }],
  },
  {
    title: "Acceptance Criteria: Functional Requirements",
    lines: [
      {
        text: "PicklePersistence is properly initialized with `sessions/bot_data.pkl`",
        readAs: "the store is, with sessions/bot_data.sqlite by default, or with the Redis it is given",
        shownBy: [restarted],
      },
      {
        text: "User data schema includes: `claude_session_id`, `turn_count`, `last_active`, `preferences`",
        readAs: "stored as claudeSessionId, turnCount, lastActive, preferences",
        shownBy: [defaults],
      },
      { text: "New users get initialized with default user data", shownBy: [defaults] },
      { text: "Session IDs are generated in format `user_{id}_{hash}`", shownBy: [created, crowd] },
      {
        text: "`/status` command shows current session information",
        shownBy: [created, "/status shows the session and leaves it as it is"],
      },
      { text: "`/clear` command resets session to default state", shownBy: [cleared] },
      {
        text: "Turn count increments correctly (tested via temporary code)",
        readAs: REAL_TURNS,
        shownBy: [counted],
      },
      { text: "Bot restart preserves all user session data", shownBy: [restarted, killed] },
    ],
  },
  {
    title: "Acceptance Criteria: Data Integrity",
    lines: [
      { text: "Pickle file is created in `sessions/` directory", readAs: FILE, shownBy: [modes] },
      {
        text: "Pickle file is readable and not corrupted after bot restart",
        readAs: STORE,
        shownBy: [sound, soundAfterKill],
      },
      { text: "Multiple users have isolated session data (no leakage)", shownBy: [isolated, crowd] },
      { text: "Concurrent users don't interfere with each other's sessions", shownBy: [crowd] },
      { text: "File permissions on `sessions/` are restrictive (700)", shownBy: [modes] },
    ],
  },
  {
    title: "Acceptance Criteria: Error Handling",
    lines: [
      {
        text: "Bot handles missing pickle file gracefully (creates new one)",
        readAs: FILE,
        shownBy: [missing, "A store that is deleted under the running bot is missed, not replaced"],
      },
      {
        text: "Bot handles corrupted pickle file (logs error, starts fresh)",
        readAs: `${FILE}; one damaged session is handled alone, on every store`,
        shownBy: [garbage, damaged],
      },
      {
        text: "Missing user data fields are initialized with defaults",
        shownBy: ["Missing user data fields are initialized with defaults"],
      },
      {
        text: "Invalid session IDs are handled gracefully",
        shownBy: ["Invalid session IDs are handled gracefully"],
      },
    ],
  },
  {
    title: "Acceptance Criteria: Performance",
    lines: [
      {
        text: "Pickle load time is < 100ms for typical session sizes",
        readAs: "loading a session, as a median",
        shownBy: [fast],
        evidence: /^load|^seen/,
      },
      {
        text: "Pickle save time is < 100ms",
        readAs: "committing a session, as a median",
        shownBy: [fast],
        evidence: /^save/,
      },
      { text: "Session data size is reasonable (< 10KB per user)", shownBy: [fast], evidence: /^bytes/ },
    ],
  },
  {
    title: "Troubleshooting Guide: what must not happen, or be said clearly",
    lines: [
      { text: "Issue 1: `sessions/bot_data.pkl` doesn't exist after running bot", readAs: FILE, shownBy: [modes] },
      { text: "Issue 1: `/status` command doesn't show persistent session", shownBy: [restarted] },
      { text: "Issue 2: Session ID changes after bot restart", shownBy: [restarted, killed] },
      { text: "Issue 2: Turn count resets to 0 after restart", shownBy: [restarted, counted] },
      {
        text: "Issue 2: Verify bot is shutting down gracefully (not killed forcefully)",
        readAs: "killed forcefully it loses nothing either",
        shownBy: [killed, soundAfterKill],
      },
      { text: "Issue 3: Bot crashes on startup with pickle-related error", readAs: FILE, shownBy: [garbage] },
      {
        text: "Issue 3: Backup corrupted file; restart bot (will create fresh pickle file)",
        readAs: "it does both by itself",
        shownBy: [garbage],
      },
      { text: "Issue 4: Permission denied errors", readAs: "said in one line that tells what to do", shownBy: denied },
      { text: "Issue 5: User A sees User B's session ID or data", shownBy: [isolated, crowd] },
      { text: "Issue 5: Session data mixed between users", shownBy: [crowd] },
      {
        text: "Issue 6: Pickle file is very large (> 10MB)",
        readAs: FILE,
        shownBy: [fast, "A session does not grow with the conversation"],
        evidence: /bytes|KB/,
      },
      { text: "Issue 6: Bot becomes slow over time", shownBy: ["The bot does not become slow with many sessions"] },
      { text: "Issue 6: Implement session cleanup for inactive users", shownBy: [pruned] },
    ],
  },
  {
    title: "Rollback and Additional Notes",
    lines: [
      {
        text: "Data recovery: Send /status in Telegram - should show previous session",
        shownBy: ["A backup that is restored shows the previous session in /status"],
      },
      { text: "Pickle file size: Should be < 1MB for 100 users", readAs: FILE, shownBy: [fast], evidence: /^sessions/ },
      { text: "Sensitive data: Don't store API keys or passwords in user_data", shownBy: [defaults] },
      { text: "User isolation", shownBy: [isolated, crowd] },
    ],
  },
];

/** What the specification does not ask for in a line: everything else that is played. */
export function beyond(sections: readonly Section[], titles: readonly string[]): Section {
  const named = new Set(sections.flatMap(({ lines }) => lines.flatMap(({ shownBy }) => shownBy)));
  const others = titles.filter((title) => !named.has(title));
  return { title: "Beyond the specification", lines: others.map((title) => ({ text: title, shownBy: [title] })) };
}
