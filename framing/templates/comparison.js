"use strict";
const form = document.querySelector(".filters");
const articles = [...document.querySelectorAll(".article")].map((element) => ({
  element,
  count: element.querySelector(".count"),
  rows: [...element.querySelectorAll("li")].map((row) => ({ row, keys: row.dataset.k.split(" ").filter(Boolean) })),
}));

function matches(keys, actor, role, frame) {
  const who = keys.filter((key) => "va".includes(key[0]));
  const right = who.filter((key) => (!role || key[0] === role) && (!Number.isInteger(actor) || key.slice(1) === String(actor)));
  if ((actor !== "" || role) && !right.length) return false;
  if (frame === "none") return !keys.some((key) => key[0] === "f");
  return frame === "" || keys.includes("f" + frame);
}

function show() {
  const actor = /^\d+$/.test(form.actor.value) ? Number(form.actor.value) : form.actor.value;
  const role = form.role.value, frame = form.frame.value;
  const filtered = actor !== "" || role !== "" || frame !== "";
  let all = 0;
  for (const article of articles) {
    let found = 0;
    for (const { row, keys } of article.rows) {
      row.hidden = !matches(keys, actor, role, frame);
      if (!row.hidden) found += 1;
    }
    article.element.hidden = !found;
    article.element.open = filtered ? found > 0 : article === articles[0];
    article.count.textContent = found;
    all += found;
  }
  form.querySelector("output b").textContent = all;
}

form.addEventListener("change", show);
form.addEventListener("reset", () => setTimeout(show));
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector(".open").addEventListener("click", () => articles.forEach((article) => { article.element.open = true; }));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement.matches(".chip")) document.activeElement.blur();
});
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((element) => { element.open = true; }));
show();
