// The page of the message API: signing in, the conversations, one conversation, and what is new, without
// reloading. Everything that is kept is in `sessionStorage`, and gone with the tab: the access token, the
// handle, and messages that are not sent yet.

import { follow, stopFollowing } from "./changes.js";
import { element, notice } from "./elements.js";
import { loadGroups, showGroups } from "./groups.js";
import { route } from "./routes.js";
import "./sending.js";
import { accessToken, signOut } from "./session.js";
import { state } from "./state.js";

// At the beginning, and after signing in or out.
async function start({ focus = false } = {}) {
  if (accessToken()) await loadGroups().catch(() => {}); // `follow` says what fails, and tries it again
  if (accessToken()) follow();
  await route({ focus });
}

document.addEventListener("signed-in", () => {
  notice("");
  start({ focus: true });
});

document.addEventListener("signed-out", (event) => {
  stopFollowing();
  Object.assign(state, { groups: [], seen: null });
  showGroups();
  element("text").value = "";
  notice(event.detail);
  start({ focus: true });
});

element("sign-out").addEventListener("click", signOut);

start();
