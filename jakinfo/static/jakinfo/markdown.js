/* Buttons and a preview for the long texts of the newsroom, which are Markdown.
   Without this script they are plain fields that work. */
(() => {
  "use strict";

  const AROUND = [
    ["Bold", "**", "**", "bold words", "b"],
    ["Italic", "*", "*", "words", "i"],
    ["Link", "[", "](https://)", "words of the link", "k"],
  ];
  const BEFORE = [
    ["Bullet list", () => "- "],
    ["Numbered list", (index) => `${index + 1}. `],
    ["Heading", () => "## "],
  ];

  /* Typed as by hand, so that "undo" takes it back. */
  function put(field, text, from, to) {
    field.focus();
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text);
    }
    field.setSelectionRange(from, to);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function wrap(field, before, after, words) {
    const start = field.selectionStart;
    const chosen = field.value.slice(start, field.selectionEnd) || words;
    const from = start + before.length;
    put(field, before + chosen + after, from, from + chosen.length);
  }

  function mark(field, sign) {
    const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
    const stop = field.value.indexOf("\n", field.selectionEnd);
    const end = stop < 0 ? field.value.length : stop;
    const lines = field.value.slice(start, end).split("\n");
    const text = lines.map((line, index) => sign(index) + line).join("\n");
    field.setSelectionRange(start, end);
    put(field, text, start, start + text.length);
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  async function rendered(field) {
    const sent = new FormData();
    sent.append("text", field.value);
    sent.append("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(field.dataset.markdown, { method: "POST", body: sent });
    if (answer.status === 200 || answer.status === 422) {
      return answer.text();
    }
    throw new Error(answer.status === 403 ? "You are signed out." : "The preview did not come.");
  }

  async function show(field, box) {
    box.setAttribute("aria-busy", "true");
    try {
      // Markup from our own address, made by the same renderer as the public page.
      box.innerHTML = await rendered(field);
    } catch (why) {
      box.textContent = `${why.message} What you typed stays here.`;
    }
    box.removeAttribute("aria-busy");
  }

  function name(field) {
    const label = field.labels[0];
    return label ? label.textContent.replace(/:\s*$/, "").trim() : "text";
  }

  function dress(field) {
    const bar = document.createElement("div");
    bar.className = "markdown-bar";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `Formatting: ${name(field)}`);
    for (const [words, before, after, filler] of AROUND) {
      bar.append(button(words, () => wrap(field, before, after, filler)));
    }
    for (const [words, sign] of BEFORE) {
      bar.append(button(words, () => mark(field, sign)));
    }
    const box = document.createElement("div");
    box.className = "markdown-preview";
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", `Preview: ${name(field)}`);
    box.tabIndex = 0;
    box.hidden = true;
    const toggle = button("Preview", () => {
      box.hidden = !box.hidden;
      toggle.setAttribute("aria-expanded", String(!box.hidden));
      if (!box.hidden) {
        show(field, box);
      }
    });
    toggle.setAttribute("aria-expanded", "false");
    bar.append(toggle);
    let waits;
    field.addEventListener("input", () => {
      clearTimeout(waits);
      if (!box.hidden) {
        waits = setTimeout(() => show(field, box), 600);
      }
    });
    field.addEventListener("keydown", (event) => {
      const found = AROUND.find((row) => row[4] === event.key);
      if (found && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        wrap(field, found[1], found[2], found[3]);
      }
    });
    const place = document.createElement("div");
    place.className = "markdown";
    field.replaceWith(place);
    place.append(bar, field, box);
  }

  /* A table with a hundred rows has no room for them; the row's own form has. */
  function dressAll(root) {
    for (const field of root.querySelectorAll("textarea[data-markdown]")) {
      if (!field.closest(".tabular, .empty-form")) {
        dress(field);
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => dressAll(document));
  document.addEventListener("formset:added", (event) => dressAll(event.target));
})();
