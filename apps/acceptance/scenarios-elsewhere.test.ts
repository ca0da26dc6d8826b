// A file of its own, so that it runs beside the other one: most scenarios wait more than they work.
import { scenarioTests } from "./scenario-tests.fixture.ts";
import { columns, POLLING_SQLITE } from "./stage/column.ts";

for (const column of columns) if (column !== POLLING_SQLITE) scenarioTests(column);
