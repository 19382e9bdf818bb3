// What is new is shown without reloading.

import { loadNewest } from "./conversation.js";
import { element, notice } from "./elements.js";
import { loadGroups } from "./groups.js";
import { pause, request, retryPause } from "./requests.js";
import { state } from "./state.js";

const pollPause = 3000; // milliseconds between two polls where the server cannot report changes

let following = null; // AbortController of the requests that wait for changes
let failureNotice = ""; // what a request for changes that failed has shown

// Requests changes: the server answers when something has changed (long polling). Where it has no stream,
// polls every few seconds.
export async function follow() {
  stopFollowing();
  const { signal } = (following = new AbortController());
  let number = null; // of the newest change that is shown
  while (!signal.aborted) {
    try {
      const changes = await request(number === null ? "/api/changes" : `/api/changes?after=${number}`, { signal });
      if (number === null || !changes.stream || !changes.complete || changes.groups.length > 0) await refresh();
      if (signal.aborted) return;
      number = changes.number;
      clearFailure();
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
  const { group } = state;
  if (!group) return;
  try {
    await loadNewest();
  } catch (failure) {
    if (group === state.group) throw failure; // a conversation that is not open any more is not reported
  }
}

// Removes the notice of a failed request; other notices stay.
function clearFailure() {
  if (element("notice").textContent === failureNotice) notice("");
  failureNotice = "";
}
