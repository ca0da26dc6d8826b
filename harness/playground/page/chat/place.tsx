import type { Message } from "@grammyjs/types";
import { Icon } from "../icon.tsx";

/** A location or a venue. No map is loaded: whoever wants one follows the link. */
export function Place({ message: { location, venue } }: { readonly message: Message }) {
  if (!location) return null;
  const { latitude, longitude, live_period } = location;
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return (
    <a
      class="place"
      href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`}
      target="_blank"
      rel="noopener noreferrer"
    >
      <span class="map">
        <Icon name="place" />
      </span>
      <b>{venue?.title ?? (live_period ? "Live location" : "Location")}</b>
      <span>{venue?.address ?? where}</span>
    </a>
  );
}
