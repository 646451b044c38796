"""What a school does: authority, chat, directory, sign-in; it decides, the views only show."""
