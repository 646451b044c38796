"""Entry point, composition root, window, tray, languages."""
