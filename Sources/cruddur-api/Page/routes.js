// The address that the browser is at, and the view that belongs to it.

import { follow } from "./changes.js";
import { leaveConversation, loadNewest, showPartner } from "./conversation.js";
import { element, notice } from "./elements.js";
import { closeForm, openForm } from "./form.js";
import { addressOf, loadGroups, showGroups } from "./groups.js";
import { requestUntilAnswered } from "./requests.js";
import { accessToken } from "./session.js";
import { showSignIn } from "./sign-in.js";
import { markSeen, state } from "./state.js";
import { enter } from "./view.js";

let shownPath = "";

// The view of the address that the browser is at.
export async function route({ focus = false } = {}) {
  shownPath = location.pathname;
  leaveConversation();
  if (!accessToken()) return showSignIn(focus);
  const [, place, name, handle] = location.pathname.split("/").map(decoded);
  if (place === "messages" && name === "new" && handle) await openNew(withoutAt(handle), focus);
  else if (place === "messages" && name) await open(name, focus);
  else showOverview(focus);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const withoutAt = (handle) => handle.trim().replace(/^@/, "");

function showOverview(focus) {
  enter("groups", "Messages");
  showGroups();
  if (focus) element("groups-title").focus();
}

async function open(group, focus) {
  enter("conversation", "Conversation");
  state.group = group;
  const newest = state.groups.find((each) => each.uuid === group);
  if (newest) markSeen(group, newest.created_at);
  showGroups();
  showPartner();
  openForm();
  if (focus) element("partner").parentElement.focus();
  await loadNewest().catch(() => void follow()); // says what fails, and tries it again
}

async function openNew(handle, focus) {
  const view = enter("conversation", handle);
  state.partner = { handle, display_name: handle };
  showGroups();
  showPartner();
  openForm();
  closeForm(); // until the user is known to exist
  if (focus) element("partner").parentElement.focus();
  try {
    const partner = await requestUntilAnswered(`/api/users/@${encodeURIComponent(handle)}/short`);
    if (state.seen === null) await loadGroups().catch(() => {}); // `follow` says what fails
    if (view === state.view) await write(partner, focus);
  } catch (failure) {
    if (view === state.view) notice(failure.status === 404 ? `There is no user @${handle}.` : failure.message);
  }
}

// Opens the conversation with a user, or the form for its first message.
async function write(partner, focus) {
  const there = state.groups.find((group) => group.handle === partner.handle);
  if (there) return go(addressOf(there.uuid), { replace: true, focus });
  state.partner = partner;
  showPartner();
  openForm();
  element("no-messages").hidden = false;
  if (focus) element("text").focus();
}

export function go(path, { replace = false, focus = true } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  notice("");
  return route({ focus });
}

// Also comes when only the fragment of the address changes, as for the skip link.
addEventListener("popstate", () => {
  if (location.pathname === shownPath) return;
  notice("");
  route({ focus: true });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/messages']");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

element("new-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const handle = withoutAt(element("new-handle").value);
  if (handle === "") return;
  element("new-handle").value = "";
  go(`/messages/new/@${encodeURIComponent(handle)}`);
});
