/* The appointment sheet: shows what applies to what is ticked. It sends nothing and keeps nothing. */
(() => {
  "use strict";
  const KINDS = ["drugs", "conditions", "risks", "regions"];
  const page = document.getElementById("sheet-page");
  const one = (what) => page.querySelector(what);
  const all = (what) => [...page.querySelectorAll(what)];
  const sheet = one(".sheet");
  if (!sheet) return;
  const picks = all("[data-pick]");
  const tied = all(KINDS.map((kind) => `[data-${kind}]`).join());
  const words = (text) => text.split(" ").filter(Boolean);

  /* Something is ticked of each kind that the row names; `without` names what other rows speak of. */
  function applies({ dataset }, chosen) {
    const without = dataset.without === undefined ? null : words(dataset.without);
    return KINDS.every((kind) => !dataset[kind] || words(dataset[kind]).some((word) => chosen[kind].has(word)))
      && (!without || [...chosen.conditions].some((word) => !without.includes(word)));
  }

  function choose() {
    const chosen = {};
    for (const kind of KINDS) {
      const mine = picks.filter((pick) => pick.dataset.pick === kind);
      const ticked = mine.filter((pick) => pick.checked);
      const said = one(`[data-chosen=${kind}]`);
      const every = kind === "regions" && !ticked.length;
      chosen[kind] = new Set((every ? mine : ticked).map((pick) => pick.value));
      if (said) said.textContent = ticked.map((pick) => pick.labels[0].textContent).join(", ") || (every ? sheet.dataset.every : sheet.dataset.nothing);
    }
    return chosen;
  }

  function show() {
    const chosen = choose();
    sheet.hidden = !chosen.drugs.size;
    one("[data-hint]").hidden = !sheet.hidden;
    for (const row of tied) row.hidden = !applies(row, chosen);
    for (const group of all("[data-group]")) group.hidden = !group.querySelector("[data-row]:not([hidden])");
    for (const none of all("[data-none]")) none.hidden = !none.previousElementSibling?.hidden;
    const cited = new Set(all(".ref a").filter((link) => !link.closest("[hidden]")).map((link) => link.hash.slice(1)));
    for (const source of all("[data-sources] li")) source.hidden = !cited.has(source.id);
    one("[data-today]").textContent = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  }

  page.classList.add("made");
  one("[data-plain]").hidden = true;
  for (const kind of ["clear", "print"]) one(`[data-${kind}]`).hidden = false;
  one("[data-print] button").addEventListener("click", () => print());
  one("[data-clear] button").addEventListener("click", () => {
    for (const pick of picks) pick.checked = false;
    one("#notes").value = "";
    show();
  });
  for (const pick of picks) pick.addEventListener("change", show);
  /* A browser that comes back to the page may tick again what was ticked. */
  addEventListener("pageshow", show);
  show();
})();
