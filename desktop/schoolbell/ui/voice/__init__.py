"""Voice notes: the bar that records them, the widget that plays them, how their waveform looks."""
