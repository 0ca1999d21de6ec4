import { escaped } from "./escape.ts"

/** A part of the page with a heading that the navigation leads to. */
export interface Section {
  readonly id: string
  readonly title: string
  /** What it tells, in a sentence under the heading. */
  readonly lead?: string
  readonly html: string
}

export const sectionHtml = ({ id, title, lead, html }: Section): string =>
  `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${escaped(title)}</h2>${
    lead === undefined ? "" : `<p class="lead">${escaped(lead)}</p>`
  }
${html}
</section>`

export const navigation = (sections: readonly Section[]): string =>
  `<nav aria-label="Parts of the report"><ul>${sections
    .map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`)
    .join("")}</ul></nav>`
