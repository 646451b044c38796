"""The accounts of this computer."""
