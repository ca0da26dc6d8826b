import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Plugin } from "#core";
import { readSettings, settingsOf } from "./settings.ts";

const plugin = (name: string, settings?: Plugin["settings"]): Plugin => ({ name, settings, install() {} });

const weather = plugin(
  "weather-report",
  z.object({
    city: z.string().min(2).describe("The city asked about").default("Berlin"),
    maxDays: z.number().int().max(7).default(3),
    apiKey: z.string(),
    alerts: z.boolean().optional(),
    regions: z.array(z.string()).default([]),
    pin: z.string().optional(),
    mode: z.stringbool().optional(),
  }),
);

const KEY = { HOLDFAST_WEATHER_REPORT_API_KEY: "abc" };

describe("settings from the environment", () => {
  test("names in kebab and camel case are variables in capitals, with defaults and descriptions", () => {
    expect(settingsOf(weather).slice(0, 3)).toEqual([
      {
        name: "city",
        variable: "HOLDFAST_WEATHER_REPORT_CITY",
        description: "The city asked about",
        default: "Berlin",
        required: false,
      },
      { name: "maxDays", variable: "HOLDFAST_WEATHER_REPORT_MAX_DAYS", default: 3, required: false },
      { name: "apiKey", variable: "HOLDFAST_WEATHER_REPORT_API_KEY", required: true },
    ]);
  });

  test("a field that takes text gets the text, any other what it says as JSON", () => {
    const variables = {
      ...KEY,
      HOLDFAST_WEATHER_REPORT_MAX_DAYS: "5",
      HOLDFAST_WEATHER_REPORT_ALERTS: "true",
      HOLDFAST_WEATHER_REPORT_REGIONS: '["north", "south"]',
      HOLDFAST_WEATHER_REPORT_PIN: "0042",
      HOLDFAST_WEATHER_REPORT_MODE: "on",
      HOLDFAST_UNRELATED_X: "1",
    };
    const { "weather-report": given } = readSettings(variables, [weather]);
    expect(weather.settings?.parse(given)).toEqual({
      city: "Berlin",
      maxDays: 5,
      apiKey: "abc",
      alerts: true,
      regions: ["north", "south"],
      pin: "0042",
      mode: true,
    });
  });

  test("everything wrong is named in one message, with its variable", () => {
    const variables = {
      HOLDFAST_WEATHER_REPORT_CITTY: "Bonn",
      HOLDFAST_WEATHER_REPORT_CITY: "7",
      HOLDFAST_WEATHER_REPORT_MAX_DAYS: "9",
      HOLDFAST_WEATHER_REPORT_ALERTS: "perhaps",
      HOLDFAST_WEATHER_REPORT_REGIONS: "[1]",
      HOLDFAST_CLEAR_ALL: "1",
    };
    expect(() => readSettings(variables, [weather, plugin("clear")])).toThrow(
      new RegExp(
        [
          'CITTY is unknown to the plugin "weather-report": its settings are HOLDFAST_WEATHER_REPORT_CITY, .*',
          'HOLDFAST_CLEAR_ALL is unknown to the plugin "clear": it has no settings; ',
          "HOLDFAST_WEATHER_REPORT_CITY: Too small.*HOLDFAST_WEATHER_REPORT_MAX_DAYS: Too big.*",
          "HOLDFAST_WEATHER_REPORT_API_KEY is missing; ",
          "HOLDFAST_WEATHER_REPORT_ALERTS: .*boolean.*HOLDFAST_WEATHER_REPORT_REGIONS\\[0\\]: .*string.*",
        ].join(""),
      ),
    );
  });

  test("a plugin whose name begins like another's does not take its variables", () => {
    const plugins = [
      plugin("note", z.object({ x: z.string() }).partial()),
      plugin("note-book", z.object({ size: z.number() })),
    ];
    expect(readSettings({ HOLDFAST_NOTE_BOOK_SIZE: "3" }, plugins)).toEqual({ note: {}, "note-book": { size: 3 } });
  });

  test("a rule for the settings as a whole is kept", () => {
    const range = plugin(
      "range",
      z.object({ low: z.number(), high: z.number() }).refine(({ low, high }) => low < high, "not a range"),
    );
    expect(() => readSettings({ HOLDFAST_RANGE_LOW: "3", HOLDFAST_RANGE_HIGH: "2" }, [range])).toThrow(
      'The plugin "range": not a range',
    );
  });
});
