"""Everything somebody hostile can send: events, answers, markup, names, pictures; nothing breaks."""
