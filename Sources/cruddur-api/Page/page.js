"use strict";

const users = document.getElementById("users");

async function json(path, options) {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function showUsers() {
  for (const user of await json("/api/local/users")) users.add(new Option(user.display_name, user.handle));
}

async function signIn(event) {
  event.preventDefault();
  const answer = await json("/api/local/sign-in", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ handle: users.value }),
  });
  const headers = { Authorization: `Bearer ${answer.access_token}` };
  const groups = await json("/api/message_groups", { headers });
  document.getElementById("groups").replaceChildren(
    ...groups.map((group) => Object.assign(document.createElement("li"), { textContent: group.display_name })),
  );
}

document.getElementById("sign-in").addEventListener("submit", signIn);
showUsers();
