// What is new is shown without reloading.

import { loadNewest } from "./conversation.js";
import { clearNotice, notice } from "./elements.js";
import { loadGroups } from "./groups.js";
import { pause, request, retryPause } from "./requests.js";
import { accessToken } from "./session.js";
import { state } from "./state.js";

const pollPause = 3000; // milliseconds between two polls where the server cannot report changes

let following = null; // AbortController of the requests that wait for changes
let failureNotice = ""; // of the last request that failed

// Loads everything, and again when something has changed: the server answers then (long polling). Where it has
// no stream, polls every few seconds. What fails is shown, and tried again.
export async function follow() {
  stopFollowing();
  if (document.hidden) return;
  const { signal } = (following = new AbortController());
  let number = null; // of the newest change that is shown
  while (!signal.aborted) {
    try {
      const changes = await request(number === null ? "/api/changes" : `/api/changes?after=${number}`, { signal });
      if (number === null || !changes.stream || !changes.complete || changes.groups.length > 0) await refresh();
      if (signal.aborted) return;
      number = changes.number;
      clearNotice(failureNotice);
      if (!changes.stream) await pause(pollPause);
    } catch (failure) {
      if (signal.aborted) return;
      failureNotice = `${failure.message} Trying again.`;
      notice(failureNotice);
      number = null;
      await pause(retryPause);
    }
  }
}

export function stopFollowing() {
  following?.abort();
}

async function refresh() {
  await loadGroups();
  if (state.group) await loadNewest();
}

// A browser opens few connections to one server. The requests of hidden pages, which wait for changes, would
// use them all.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) stopFollowing();
  else if (accessToken()) follow();
});
