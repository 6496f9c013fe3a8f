/** What forms here share. */

const NOT_TEXT = new Set(["button", "checkbox", "file", "radio", "range"]);

/**
 * Submits a form when Enter is pressed in one of its text fields; for `@keydown` of the form. Browsers do so by
 * themselves only for forms with a button of their own kind.
 */
export function submitOnEnter(event: KeyboardEvent): void {
  const { currentTarget: form, target: field } = event;
  if (event.key !== "Enter" || event.isComposing || !(form instanceof HTMLFormElement)) return;
  if (!(field instanceof HTMLInputElement) || NOT_TEXT.has(field.type)) return;
  event.preventDefault();
  form.requestSubmit();
}
