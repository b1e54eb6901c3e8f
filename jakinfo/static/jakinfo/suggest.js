/* Names to choose from while somebody types: a combobox of WAI-ARIA. Nothing leaves this site. */
"use strict";
document.querySelectorAll(".search input").forEach((box, number) => {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const id = `suggested-${number}`;
  let asked, timer, at;

  const set = (part, names) => {
    for (const name in names) part.setAttribute(name, names[name]);
  };
  const choose = (next) => {
    list.children[at]?.setAttribute("aria-selected", "false");
    const one = list.children[(at = next)];
    one?.setAttribute("aria-selected", "true");
    one?.scrollIntoView({ block: "nearest" });
    set(box, { "aria-activedescendant": one?.id ?? "" });
  };
  const show = (options, words) => {
    list.replaceChildren(...options);
    list.hidden = !options.length;
    set(box, { "aria-expanded": !list.hidden });
    said.textContent = words;
    choose(-1);
  };
  const stop = () => {
    asked?.abort();
    clearTimeout(timer);
  };
  const close = () => {
    stop();
    show([], "");
  };
  const option = ({ name, about, url }, place) => {
    const one = document.createElement("li");
    const note = document.createElement("span");
    set(one, { id: `${id}-${place}`, role: "option", "aria-selected": "false" });
    note.className = "note";
    note.textContent = about;
    one.append(name, " ", note);
    one.onclick = () => location.assign(url);
    return one;
  };
  const ask = async () => {
    asked = new AbortController();
    try {
      const query = new URLSearchParams({ q: box.value });
      const answer = await fetch(`/search/suggest/?${query}`, { signal: asked.signal });
      const { names, said: words } = await answer.json();
      show(names.map(option), words);
    } catch (error) {
      if (error.name != "AbortError") close();
    }
  };

  set(list, { id, class: "suggested", role: "listbox", "aria-label": box.labels[0].textContent });
  set(said, { class: "vh", role: "status" });
  set(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id });
  box.after(list);
  box.form.append(said);
  close();
  box.oninput = () => {
    stop();
    if (box.value.trim().length < 2) close();
    else timer = setTimeout(ask, 150);
  };
  box.onkeydown = (event) => {
    const last = list.children.length - 1;
    const act = {
      ArrowDown: () => choose(at < last ? at + 1 : -1),
      ArrowUp: () => choose(at < 0 ? last : at - 1),
      Enter: at < 0 ? null : () => list.children[at].click(),
      Escape: close,
    }[event.key];
    if (list.hidden || event.isComposing || !act) return;
    event.preventDefault();
    act();
  };
  box.onblur = close;
  list.onmousedown = (event) => event.preventDefault();
});
