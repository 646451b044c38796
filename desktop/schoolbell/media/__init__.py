"""LiveKit sessions behind Player and Publisher protocols (filled by a later issue)."""
