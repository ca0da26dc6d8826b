import "./style/index.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { listen } from "./state/listen.ts";

render(<App />, document.body);
listen();
