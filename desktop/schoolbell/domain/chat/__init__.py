"""Chat: the room list, a room's timeline, who has read what."""
