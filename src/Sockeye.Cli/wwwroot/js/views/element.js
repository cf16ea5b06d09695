// The one way this page makes elements. Text is always text: nothing that came over the wire is ever parsed as markup.

/**
 * @param {string} tag
 * @param {{class?: string, text?: string} & Record<string, string>} [attributes]
 * @param {...Node} children
 */
export function element(tag, { class: className, text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export const byId = id => document.getElementById(id);
