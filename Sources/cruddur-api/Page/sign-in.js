// The view with which one signs in: as any user of a local stage, else with an access token.

import { copyOf, element, notice, showAvatar } from "./elements.js";
import { request, requestUntilAnswered } from "./requests.js";
import { signIn } from "./session.js";
import { state } from "./state.js";
import { enter } from "./view.js";

const usersWithoutFilter = 10;

export async function showSignIn(focus) {
  const view = enter("sign-in", "Sign in");
  if (focus) element("sign-in-title").focus();
  element("local").hidden = element("token-form").hidden = true;
  try {
    const users = await requestUntilAnswered("/api/local/users");
    if (view === state.view) showUsers(users);
  } catch (failure) {
    if (view !== state.view) return;
    if (failure.status === 404) element("token-form").hidden = false;
    else notice(failure.message);
  }
}

function showUsers(users) {
  element("local").hidden = false;
  element("no-users").hidden = users.length > 0;
  element("users").replaceChildren(...users.map(userItem));
  element("user-filter").hidden = users.length <= usersWithoutFilter;
  element("user-filter").value = "";
}

function userItem(user) {
  const item = copyOf("person");
  const button = document.createElement("button");
  button.type = "button";
  button.append(...item.firstElementChild.childNodes);
  item.replaceChildren(button);
  showAvatar(item.querySelector(".avatar"), user.handle, user.display_name);
  item.querySelector(".name").textContent = user.display_name;
  item.querySelector(".preview").textContent = `@${user.handle}`;
  button.addEventListener("click", () => signInLocally(user.handle));
  return item;
}

async function signInLocally(handle) {
  try {
    const answer = await request("/api/local/sign-in", { method: "POST", body: { handle } });
    signIn(answer.access_token, handle);
  } catch (failure) {
    notice(failure.message);
  }
}

element("user-filter").addEventListener("input", (event) => {
  const part = event.target.value.trim().toLowerCase();
  for (const item of element("users").children) item.hidden = !item.textContent.toLowerCase().includes(part);
});

element("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const token = element("token").value.trim().replace(/^Bearer\s+/i, "");
  element("token").value = "";
  signIn(token);
});
