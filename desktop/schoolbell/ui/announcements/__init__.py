"""What the panes of DING and notices share: a page's bar, files, a moment, a signature, the way back."""
