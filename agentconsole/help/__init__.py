"""The manual: pages in a small Markdown, read in the console, at the prompt and as a site; and what README shows."""
