"""What DING and notices have in common: blocks, who is addressed, who confirmed."""
