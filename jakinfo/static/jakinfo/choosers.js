/* The choosers of the newsroom get the name of their field, which the widget itself leaves out. */
(() => {
  "use strict";

  function words(select) {
    const label = select.labels[0];
    const said = label ? label.textContent : select.dataset.fieldName.replaceAll("_", " ");
    return said.replace(/:\s*$/, "").trim();
  }

  function name(root) {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const chooser = select.nextElementSibling;
      for (const part of chooser?.querySelectorAll("[role=combobox], [role=searchbox], [role=textbox]") ?? []) {
        part.setAttribute("aria-label", words(select));
      }
    }
  }

  /* The widget sets itself up in a timer of its own after the page, or the new row, is there. */
  window.addEventListener("load", () => setTimeout(() => name(document), 0));
  document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target), 0));
})();
