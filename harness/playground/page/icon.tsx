/** Drawn by ourselves on a square of 24, because nothing is loaded from elsewhere. */
const paths = {
  back: "M15 5l-7 7 7 7",
  bin: "M5 7h14M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12",
  bot: "M5 9h14v10H5zM12 9V5M12 4h0M9.500 13.500h0M14.500 13.500h0M2 13v3M22 13v3",
  calls: "M8 5l-5 7 5 7M16 5l5 7-5 7",
  chats: "M4 5h16v11H9l-5 4z",
  check: "M5 13l4 4L19 7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.500 2",
  close: "M6 6l12 12M18 6L6 18",
  columns: "M4 5h16v14H4zM12 5v14",
  copy: "M8 8h12v12H8zM16 8V4H4v12h4",
  dice: "M5 5h14v14H5zM9 9h0M15 9h0M12 12h0M9 15h0M15 15h0",
  edit: "M4 20h4L20 8l-4-4L4 16z",
  fault: "M13 3L5 13h6l-1 8 9-11h-6z",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  forward: "M13 5l7 7-7 7M20 12H10c-4 0-6 3-6 7",
  keyboard: "M3 7h18v10H3zM7 11h0M11 11h0M15 11h0M8 14h8",
  leave: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  log: "M5 6h14M5 10h14M5 14h9M5 18h6",
  moon: "M19 14A8 8 0 0 1 10 4a8 8 0 1 0 9 10z",
  more: "M12 6h0M12 12h0M12 18h0",
  music:
    "M9 18V6l10-2v12M9 18a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0zM19 16a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0z",
  paperclip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.500 8.500a1.700 1.700 0 0 1-2.500-2.500L14 8",
  people: "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 19a6 6 0 0 1 12 0M16 5a3 3 0 0 1 0 6M17 13.500a6 6 0 0 1 4 5.500",
  person: "M10 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM3 20a7 7 0 0 1 13-3M19 14v6M16 17h6",
  photo: "M4 6h16v13H4zM4 16l5-5 4 4 2-2 5 5M15.500 9.500h0",
  place: "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  plus: "M12 5v14M5 12h14",
  record: "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10z",
  reply: "M11 5l-7 7 7 7M4 12h10c4 0 6 3 6 7",
  scenario: "M4 6l1.500 1.500L8 5M4 12l1.500 1.500L8 11M5 18h2M11 6h9M11 12h9M11 18h9",
  send: "M4 12L3 4l18 8-18 8 1-8zM4 12h9",
  single: "M4 5h16v14H4z",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.500 14.500a4.500 4.500 0 0 0 7 0M9 9.500h0M15 9.500h0",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M4 12H2M22 12h-2M5 5l1.500 1.500M17.500 17.500L19 19M19 5l-1.500 1.500M6.500 17.500L5 19",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  waiting: "M4 12l3-7h10l3 7v7H4zM4 12h5l1.500 3h3L15 12h5",
  voice: "M12 4a3 3 0 0 0-3 3v4a3 3 0 0 0 6 0V7a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
} as const;

export type IconName = keyof typeof paths;

/** Decoration: whatever it stands on has a name of its own. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" data-name={name} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
