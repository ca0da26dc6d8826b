import { scenarioTests } from "./scenario-tests.fixture.ts";
import { POLLING_SQLITE } from "./stage/column.ts";

scenarioTests(POLLING_SQLITE);
