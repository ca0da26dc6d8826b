import "./session.scenario.ts";
import "./persistence.scenario.ts";
import "./isolation.scenario.ts";
import "./integrity.scenario.ts";
import "./damage.scenario.ts";
import "./files.scenario.ts";
import "./access.scenario.ts";
import "./start.scenario.ts";
import "./stop.scenario.ts";
import "./owner.scenario.ts";
import "./at-once.scenario.ts";
import "./trouble.scenario.ts";
import "./redis.scenario.ts";
import "./disk.scenario.ts";
import "./kill.scenario.ts";
import "./performance.scenario.ts";
import "./upkeep.scenario.ts";

export { type AssistantScenario, type Effort, type RunOptions, scenarios } from "./scenario.ts";
