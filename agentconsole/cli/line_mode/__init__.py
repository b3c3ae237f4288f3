"""The console in lines: a prompt, one event a line, for screen readers, slow links and terminals that cannot draw."""
